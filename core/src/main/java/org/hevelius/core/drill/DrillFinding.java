package org.hevelius.core.drill;

/**
 * Something that a drill found wrong.
 *
 * @param path in the dataset, escaped to one line; empty for what is of no file
 * @param expected what the capture, the policy or the record says; may be empty
 * @param found what is there instead; may be empty
 */
public record DrillFinding(
    Severity severity, Kind kind, String path, String expected, String found) {
  /** How grave it is. */
  public enum Severity {
    /** The drill fails by it. */
    ERROR,
    /** Good to know. */
    WARNING
  }

  /** What is wrong. */
  public enum Kind {
    /** It is in the capture and didn't come back. */
    MISSING("is missing in what was restored"),
    /** It came back and isn't in the capture. */
    EXTRA("was restored and is not in the capture"),
    /** It is of another kind, such as a link in place of a file. */
    TYPE("is of another kind"),
    /** Its bytes differ. */
    CONTENT("has other content"),
    /** Its permissions differ. */
    MODE("has other permissions"),
    /** Its owner or group differs. */
    OWNER("has another owner"),
    /** Its time of modification differs. */
    TIME("has another time"),
    /** The link leads elsewhere. */
    LINK("leads elsewhere"),
    /** One of both sides can't be read. */
    UNREADABLE("can't be read"),
    /** The restore said that it failed. */
    RESTORE("could not be restored"),
    /** The rebuilt catalog doesn't know the snapshot as the catalog does. */
    CATALOG("the rebuilt catalog differs"),
    /** A password doesn't open the repository, or a key of it was not tried. */
    KEY("can't open the repository"),
    /** The dataset's own check failed. */
    CHECK("the check of the dataset failed"),
    /** It took longer than it may. */
    RTO("it took longer than it may"),
    /** The newest snapshot was older than it may be. */
    RPO("the snapshot was older than it may be");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** What to do about it. */
    public String remedy() {
      return switch (this) {
        case MISSING, EXTRA, TYPE, CONTENT, UNREADABLE, RESTORE ->
            "read all that is stored: hevelius check --read-data; try an earlier snapshot: --at"
                + " REF";
        case MODE, OWNER, TIME, LINK ->
            "look whether the scratch file system can hold it, and who runs the drill";
        case CATALOG -> "compare what both say: hevelius show REF; hevelius repository snapshots";
        case KEY -> "add a key while one still opens: hevelius repository keys add";
        case CHECK -> "run it by hand on what a drill leaves with --keep";
        case RTO -> "use faster storage for restores, or say a target that can be met";
        case RPO -> "look at the runs of the dataset: hevelius jobs DATASET";
      };
    }
  }

  /** An error. */
  public static DrillFinding error(Kind kind, String path, String expected, String found) {
    return new DrillFinding(Severity.ERROR, kind, path, expected, found);
  }

  /** In a sentence. */
  public String sentence() {
    StringBuilder text = new StringBuilder(path.isEmpty() ? "" : path + " ").append(kind.words);
    if (!expected.isEmpty() && !found.isEmpty()) {
      text.append(": ").append(expected).append(" expected, found ").append(found);
    } else if (!expected.isEmpty() || !found.isEmpty()) {
      text.append(": ").append(expected).append(found);
    }
    return text.toString();
  }
}
