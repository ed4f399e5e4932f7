package org.hevelius.app.cli;

import java.util.List;
import org.hevelius.core.usecase.NativeStores.Clone;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "clone",
    description = {
      "make data to write to of a snapshot",
      "",
      "Where the storage can, a clone: at once, whatever its size, and it takes only what is"
          + " changed in it. Elsewhere a copy, restored to a new directory. The snapshot and the"
          + " data stay as they are; a snapshot with clones can't be deleted before they are."
    },
    footer = {
      "",
      "hevelius clone cosmos7/raw@11 tank/try       (a clone, as its storage names such things)",
      "hevelius clone cosmos7/raw@11 ./try          (by its path)"
    })
final class CloneVerb implements Runnable {
  private final Session session;

  @Parameters(index = "0", paramLabel = "REF", description = "the snapshot, such as cosmos7/raw@11")
  String reference = "";

  @Parameters(
      index = "1",
      paramLabel = "NAME|PATH",
      description = "what it is called: a name of the storage, or a path with a / or . in front")
  String name = "";

  CloneVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    boolean relative = name.startsWith("./") || name.startsWith("../");
    if (relative && session.service().isPresent()) {
      throw SourceArguments.elsewhere("the directory " + name);
    }
    String place =
        relative || name.startsWith("/")
            ? session.workingDirectory().resolve(name).normalize().toString()
            : name;
    List<Clone> clones;
    try (Interruption interruption = session.interruption()) {
      clones =
          session.withFacade(
              home -> home.stores().clone(reference, place, session.phases(), interruption));
    }
    session.result(
        clones,
        () -> {
          for (Clone clone : clones) {
            String path = clone.path();
            session
                .console()
                .line(
                    "%s of %s: %s%s"
                        .formatted(
                            clone.way().equals("clone") ? "Clone" : "Copy",
                            clone.reference(),
                            Text.printable(clone.name()),
                            path == null || path.equals(clone.name())
                                ? ""
                                : "  at " + Text.printable(path)));
          }
        });
  }
}
