package org.hevelius.repository.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.hevelius.repository.RepositoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TreeTest {
  private static final Instant TIME = Instant.parse("2024-02-03T04:05:06.12Z");

  /** The JSON texts that restic 0.14 wrote for these raw names (hex). */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "7461620978,tab\\\\tx",
        "712275,q\\\\\\\"u",
        "625c73,b\\\\\\\\s",
        "6e0a78,n\\\\nx",
        "626164ff,bad\\\\xff",
        "63746c01,ctl\\\\x01",
        "64656c7f,del\\\\x7f",
        "e2808b,\\\\u200b",
        "c2a0,\\\\u00a0",
        "e280a8,\\\\u2028",
        "efbbbf,\\\\ufeff",
        "c3bc6d,üm",
        "f09f9880,😀",
        "efbfbd,\ufffd",
        "3c263e,\\u003c\\u0026\\u003e",
        "6120 62,a b",
      })
  void escapesNamesAsResticDoes(String hex, String json) {
    byte[] raw = java.util.HexFormat.of().parseHex(hex.replace(" ", ""));
    TreeWriter writer = new TreeWriter();
    writer.add(Node.file(FileName.ofBytes(raw), TIME, 0, List.of()));
    byte[] blob = writer.finish();
    assertThat(new String(blob, StandardCharsets.UTF_8))
        .startsWith("{\"nodes\":[{\"name\":\"" + json + "\",");
    assertThat(TreeReader.readAll(blob))
        .singleElement()
        .extracting(Node::name)
        .isEqualTo(FileName.ofBytes(raw));
  }

  @Test
  void writesANodeByteForByteAsResticDoes() {
    Id content = Id.of("hello world\n".getBytes(StandardCharsets.US_ASCII));
    Node node =
        new Node(
            FileName.of("plain"),
            NodeType.FILE,
            04755,
            TIME,
            TIME,
            Instant.parse("2026-11-21T10:40:56.681699455Z"),
            0,
            0,
            "root",
            "root",
            2162789,
            65024,
            12,
            2,
            null,
            List.of(new Attribute("user.k", new byte[] {'v'})),
            0,
            List.of(content),
            null,
            "");
    TreeWriter writer = new TreeWriter();
    writer.add(node);
    assertThat(new String(writer.finish(), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"nodes":[{"name":"plain","type":"file","mode":8389101,"mtime":"2024-02-03T04:05:06.12Z",\
            "atime":"2024-02-03T04:05:06.12Z","ctime":"2026-11-21T10:40:56.681699455Z","uid":0,"gid":0,\
            "user":"root","group":"root","inode":2162789,"device_id":65024,"size":12,"links":2,\
            "extended_attributes":[{"name":"user.k","value":"dg=="}],\
            "content":["a948904f2f0f479b8f8197694b30184b0d2ed1c1cd2a1ec0fb85d299a192a447"]}]}
            """);
  }

  @Test
  void readsBackWhatItWrote() {
    long seed = Long.getLong("property.seed", 20261121L);
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      List<Node> nodes = randomNodes(random);
      TreeWriter writer = new TreeWriter();
      nodes.forEach(writer::add);
      assertThat(TreeReader.readAll(writer.finish())).as("seed %d", seed).isEqualTo(nodes);
    }
  }

  private static List<Node> randomNodes(Random random) {
    TreeSet<FileName> names = new TreeSet<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      byte[] name = new byte[1 + random.nextInt(12)];
      random.nextBytes(name);
      names.add(FileName.ofBytes(name));
    }
    List<Node> nodes = new ArrayList<>();
    for (FileName name : names) {
      NodeType type = List.of(NodeType.values()).get(random.nextInt(NodeType.values().length));
      byte[] bytes = new byte[1 + random.nextInt(20)];
      random.nextBytes(bytes);
      Instant time =
          Instant.ofEpochSecond(
              random.nextLong(-62_000_000_000L, 253_402_300_799L), random.nextInt(1_000_000_000));
      nodes.add(
          new Node(
              name,
              type,
              random.nextInt(010000),
              time,
              time,
              time,
              random.nextInt(),
              random.nextInt(),
              "ü<&>\"",
              "",
              random.nextLong(),
              random.nextLong(),
              random.nextLong(Long.MAX_VALUE),
              random.nextLong(5),
              type == NodeType.SYMLINK ? FileName.ofBytes(bytes) : null,
              List.of(new Attribute("user.a", bytes)),
              random.nextLong(),
              type == NodeType.FILE ? List.of(Id.of(bytes), Id.of(name.bytes())) : List.of(),
              type == NodeType.DIRECTORY ? Id.of(bytes) : null,
              ""));
    }
    return nodes;
  }

  @Test
  void readsTimesWithAnyOffset() {
    assertThat(Times.parse("2024-02-03T05:05:06.12+01:00")).isEqualTo(TIME);
    assertThat(Times.parse("2024-02-02T23:35:06.120000000-04:30")).isEqualTo(TIME);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"nodes\":[{\"type\":\"file\"}]}",
        "{\"nodes\":[{\"name\":\"a\",\"type\":\"door\"}]}",
        "{\"nodes\":[{\"name\":\"b\",\"type\":\"file\"},{\"name\":\"a\",\"type\":\"file\"}]}",
        "{\"nodes\":[{\"name\":\"a\",\"type\":\"file\"},{\"name\":\"a\",\"type\":\"file\"}]}",
        "{\"nodes\":[{\"name\":\"a\\\\q\",\"type\":\"file\"}]}",
        "{\"nodes\":[{\"name\":\"a\",\"type\":\"file\"",
      })
  void refusesWhatIsNoTree(String json) {
    assertThatThrownBy(() -> TreeReader.readAll(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            RepositoryException.class,
            e -> assertThat(e.kind()).isEqualTo(RepositoryException.Kind.DAMAGED));
  }
}
