package org.hevelius.app.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.Tags;
import org.hevelius.core.usecase.Mark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "tag",
    description = {
      "add, change and remove the tags of a snapshot",
      "",
      "Without tags it shows those that the snapshot has."
    },
    footer = {
      "",
      "hevelius tag cosmos7/raw@12 campaign=mars reviewed",
      "hevelius tag cosmos7/raw@12 --remove reviewed",
      "Several: hevelius tag 'cosmos7/**@latest' paper=12",
      "All of a campaign: hevelius tag 'cosmos7/**' paper=12 --tagged campaign=mars --since 14d",
      "Find by tag: hevelius list cosmos7/raw --tag campaign=mars"
    })
final class TagVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "REF... K=V",
      hideParamSyntax = true,
      arity = "1..*",
      description =
          "the snapshot, and more of them or 'cosmos7/**@latest'; then tags to set: a key alone is"
              + " a tag too")
  List<String> words = List.of();

  @Option(names = "--remove", paramLabel = "K", description = "key to remove; may be repeated")
  List<String> remove = List.of();

  @Mixin MarkSeveral several = new MarkSeveral();

  TagVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    List<String> references =
        words.stream().filter(word -> word.equals(words.getFirst()) || isReference(word)).toList();
    Map<String, String> tags =
        parsed(words.stream().filter(word -> !references.contains(word)).toList());
    Mark mark = new Mark.Tagged(tags, remove);
    if (several.isAsked(references)) {
      return several.run(session, references, null, mark, TagVerb::said);
    }
    String reference = references.getFirst();
    Snapshot snapshot = session.withFacade(h -> mark.of(reference, h.snapshots()));
    MarkText.print(session, snapshot, said(snapshot));
    return ExitCode.DONE.number();
  }

  /** The key of a tag has no at sign in it. */
  private static boolean isReference(String word) {
    int at = word.indexOf('@');
    int equals = word.indexOf('=');
    return at >= 0 && (equals < 0 || at < equals);
  }

  private static String said(Snapshot snapshot) {
    return snapshot.tags().isEmpty() ? "no tags" : "tags " + String.join(", ", snapshot.tagTexts());
  }

  private static Map<String, String> parsed(List<String> texts) {
    Map<String, String> tags = new TreeMap<>();
    for (String text : texts) {
      Map.Entry<String, String> tag = Tags.parse(text);
      String before = tags.put(tag.getKey(), tag.getValue());
      if (before != null && !before.equals(tag.getValue())) {
        throw new HeveliusException(
            Category.INVALID,
            "the tag \"" + tag.getKey() + "\" is given twice, with different values",
            "nothing was changed; a tag has one value");
      }
    }
    return tags;
  }
}
