package org.hevelius.repository.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hevelius.repository.crypto.Restic;
import org.hevelius.repository.format.Id;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** restic accepts our polynomials and cuts files where we cut them. */
class ResticChunksTest {
  private static final Pattern NODE =
      Pattern.compile("\"name\":\"(\\w+)\",\"type\":\"file\".*?\"content\":\\[(.*?)\\]");

  @TempDir Path directory;

  @Test
  void cutsFilesIntoTheSameBlobsAsRestic() throws Exception {
    long seed = new Random().nextLong();
    Polynomial polynomial = Polynomial.random(new Random(seed));
    Restic restic = new Restic(directory);
    restic.make(
        "{\"version\":2,\"id\":\"%s\",\"chunker_polynomial\":\"%s\"}"
            .formatted("cd".repeat(32), polynomial),
        Restic.CHEAP);
    Map<String, List<String>> expected = new TreeMap<>();
    Chunker chunker = new RabinChunker(polynomial);
    for (Map.Entry<String, byte[]> file : files(new Random(seed)).entrySet()) {
      Files.write(directory.resolve(file.getKey()), file.getValue());
      expected.put(file.getKey(), ids(chunker, file.getValue()));
    }

    List<String> backup = new ArrayList<>(List.of("backup"));
    backup.addAll(expected.keySet());
    restic.run(backup.toArray(String[]::new));
    Matcher tree =
        Pattern.compile("\"tree\":\\s*\"(\\w{64})\"").matcher(restic.run("snapshots", "--json"));
    assertThat(tree.find()).isTrue();
    String nodes = restic.run("cat", "blob", tree.group(1));

    Map<String, List<String>> found = new TreeMap<>();
    Matcher node = NODE.matcher(nodes);
    while (node.find()) {
      String content = node.group(2).replace("\"", "");
      found.put(node.group(1), content.isEmpty() ? List.of() : List.of(content.split(",", -1)));
    }
    assertThat(found).as("seed %d", seed).isEqualTo(expected);
    assertThat(found.get("noise")).hasSizeGreaterThan(3);
  }

  private static Map<String, byte[]> files(Random random) {
    byte[] noise = new byte[12_000_000];
    random.nextBytes(noise);
    byte[] ones = new byte[Chunker.MAX + 1000];
    Arrays.fill(ones, (byte) 1);
    byte[] pattern = new byte[5_000_000];
    for (int i = 0; i < pattern.length; i++) {
      pattern[i] = noise[i % 1009];
    }
    return Map.of(
        "noise",
        noise,
        "ones",
        ones,
        "pattern",
        pattern,
        "zeros",
        new byte[2 * Chunker.MIN + 1],
        "shortest",
        new byte[Chunker.MIN],
        "shorter",
        Arrays.copyOf(noise, Chunker.MIN - 1),
        "single",
        new byte[1],
        "empty",
        new byte[0]);
  }

  private static List<String> ids(Chunker chunker, byte[] bytes) {
    List<String> ids = new ArrayList<>();
    int start = 0;
    while (start < bytes.length) {
      int cut = chunker.cut(bytes, start, start, bytes.length);
      int end = cut < 0 ? bytes.length : cut;
      ids.add(Id.of(Id.sha256(), bytes, start, end - start).toString());
      start = end;
    }
    return ids;
  }
}
