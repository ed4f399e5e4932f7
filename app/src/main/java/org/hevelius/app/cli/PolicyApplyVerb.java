package org.hevelius.app.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "apply",
    description = {
      "store the policies of a file",
      "",
      "First shows how they differ from what is stored. Policies in the file are added or replaced,"
          + " all others stay. Applying a file again changes nothing."
    },
    footer = {
      "",
      "See the difference, change nothing:",
      "  hevelius policy apply policies.yaml --dry-run",
      "A file that names no dataset, such as a block snapshots:",
      "  hevelius policy apply tams.yaml --dataset tams/db"
    })
final class PolicyApplyVerb implements Callable<Integer> {
  private static final long MAX_BYTES = 1 << 20;

  private final Session session;

  @Parameters(paramLabel = "FILE", description = "YAML")
  String file = "";

  @Option(
      names = "--dataset",
      paramLabel = "DATASET",
      description = "for policies that name no scope")
  @Nullable String dataset;

  @Option(names = "--dry-run", description = "show the difference and end")
  boolean dryRun;

  @Option(names = "--yes", description = "don't ask")
  boolean yes;

  PolicyApplyVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String text = text(session.workingDirectory().resolve(file));
    return session.withFacade(
        home ->
            PolicyText.carryOut(
                session, home, home.policies().planApply(file, text, dataset), dryRun, yes));
  }

  private String text(Path path) {
    try {
      if (Files.isRegularFile(path) && Files.size(path) > MAX_BYTES) {
        throw new HeveliusException(
            Category.INVALID, file + " is larger than 1 MiB; a file of policies is smaller");
      }
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
          .toString();
    } catch (NoSuchFileException e) {
      throw new HeveliusException(Category.NOT_FOUND, "there is no file " + file, List.of(), e);
    } catch (CharacterCodingException e) {
      throw new HeveliusException(
          Category.INVALID, file + " is no text in UTF-8", List.of("nothing was changed"), e);
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "%s can't be read: %s".formatted(file, e.getMessage()),
          List.of("nothing was changed"),
          e);
    }
  }
}
