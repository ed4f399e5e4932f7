package org.hevelius.app.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.Tags;
import picocli.CommandLine.Command;
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
      "Find by tag: hevelius list cosmos7/raw --tag campaign=mars"
    })
final class TagVerb implements Runnable {
  private final Session session;

  @Parameters(index = "0", paramLabel = "REF", description = "the snapshot")
  String reference = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "K=V",
      description = "tags to set; a key alone is a tag too")
  List<String> add = List.of();

  @Option(names = "--remove", paramLabel = "K", description = "key to remove; may be repeated")
  List<String> remove = List.of();

  TagVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Map<String, String> tags = parsed(add);
    boolean ask = tags.isEmpty() && remove.isEmpty();
    Snapshot snapshot =
        session.withFacade(
            h -> ask ? h.snapshots().show(reference) : h.snapshots().tag(reference, tags, remove));
    MarkText.print(
        session,
        snapshot,
        snapshot.tags().isEmpty() ? "no tags" : "tags " + String.join(", ", snapshot.tagTexts()));
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
