package org.hevelius.app.cli;

import java.util.List;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.storage.AccessProfile;
import org.hevelius.core.storage.Limits;
import org.hevelius.core.storage.NewView;
import org.hevelius.core.storage.Sizes;
import org.hevelius.core.storage.View;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "create",
    description = {
      "make a view",
      "",
      "burst: recent data, many small reads. deep: whole files, large sequential reads."
    },
    footer = {
      "",
      "hevelius view create vast:lab/swift/burst --profile burst --soft 8TB --hard 10TB",
      "hevelius view create zfs:tank/chandra --profile deep --hard 40TB"
    })
final class ViewCreateVerb implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "VIEW", description = "vast:CLUSTER/PATH or zfs:POOL/DATASET")
  String view = "";

  @Option(names = "--profile", paramLabel = "P", required = true, description = "burst or deep")
  String profile = "";

  @Option(names = "--soft", paramLabel = "SIZE", description = "warn beyond it, such as 8TB")
  @Nullable String soft;

  @Option(names = "--hard", paramLabel = "SIZE", description = "nothing can be written beyond it")
  @Nullable String hard;

  @Option(
      names = "--protocol",
      paramLabel = "P",
      split = ",",
      description = "how a cluster exports it: NFS (usual), NFS4, SMB, S3, DATABASE")
  List<String> protocols = List.of();

  @Option(names = "--bucket", paramLabel = "NAME", description = "what it is called over S3")
  @Nullable String bucket;

  ViewCreateVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    NewView wish =
        new NewView(
            SourceSpec.parse(view),
            AccessProfile.of(profile),
            new Limits(
                soft == null ? null : (Long) Sizes.parse(soft),
                hard == null ? null : (Long) Sizes.parse(hard)),
            protocols,
            bucket);
    View made = session.withFacade(home -> home.storage().createView(wish));
    session.result(
        made,
        () -> {
          session.console().line("View " + made.view() + " made");
          ViewShowVerb.print(session, made);
          session.hint("Protect it:  hevelius dataset add NAME --source " + made.view());
        });
  }
}
