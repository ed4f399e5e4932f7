package org.hevelius.core.usecase;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.drill.DrillFinding;
import org.hevelius.core.drill.DrillFinding.Kind;
import org.hevelius.core.drill.DrillFinding.Severity;
import org.hevelius.core.provider.NativeStorage;
import org.hevelius.core.provider.Repositories;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;

/** Proves that other passwords than the one in use open the repository of a dataset. */
final class DrillKeys {
  private static final int SHORT = 8;

  private final Context context;
  private final Consumer<DrillFinding> findings;

  DrillKeys(Context context, Consumer<DrillFinding> findings) {
    this.context = context;
    this.findings = findings;
  }

  /**
   * Opens the repository by each password.
   *
   * @param files with a password each
   * @return which keys they belong to, in words
   */
  String prove(Snapshot snapshot, List<String> files) {
    Dataset dataset = new ReferenceResolver(context.catalog()).dataset(snapshot.dataset());
    Repositories repositories = context.repositories();
    String name = dataset.repository();
    List<String> ids =
        snapshot.captures().stream().filter(this::isStored).map(Capture::id).toList();
    Set<String> opened = new HashSet<>();
    List<String> words = new ArrayList<>();
    for (String file : files) {
      try {
        Repositories.Key key = repositories.openedBy(name, file, ids);
        opened.add(key.id());
        words.add(brief(key));
      } catch (HeveliusException e) {
        if (e.category() == Category.UNAVAILABLE) {
          throw e;
        }
        findings.accept(
            DrillFinding.error(Kind.KEY, "", "", file + ": " + String.valueOf(e.getMessage())));
      }
    }
    for (Repositories.Key key : repositories.keys(name)) {
      if (!key.current() && !opened.contains(key.id())) {
        findings.accept(
            new DrillFinding(
                Severity.WARNING, Kind.KEY, "", "", brief(key) + " was not tried, or not opened"));
      }
    }
    return words.isEmpty() ? "no key opened" : "opened by " + String.join(", ", words);
  }

  private boolean isStored(Capture capture) {
    return !(context.providers().get(capture.source().kind()) instanceof NativeStorage);
  }

  private static String brief(Repositories.Key key) {
    return "key %s of %s@%s"
        .formatted(
            key.id().substring(0, Math.min(SHORT, key.id().length())), key.user(), key.host());
  }
}
