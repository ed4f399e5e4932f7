package org.hevelius.repository.check;

import java.util.List;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.Id;

/** Something that is not as it must be, or worth knowing. */
public sealed interface CheckFinding {
  /** How bad a finding is. */
  enum Severity {
    /** Nothing is wrong. */
    INFO,
    /** Something is odd; everything can be restored. */
    WARNING,
    /** The storage or the content is damaged. */
    ERROR
  }

  /** How bad it is. */
  Severity severity();

  /** What it is, in one sentence that names the file. */
  String sentence();

  /** What to do about it, naming the command; empty when there is nothing to do. */
  String remedy();

  /** What it means for the snapshots. */
  default Impact impact() {
    return Impact.NONE;
  }

  /** A snapshot whose file can't be read. */
  record SnapshotUnreadable(Id snapshot, String reason) implements CheckFinding {
    @Override
    public Severity severity() {
      return Severity.ERROR;
    }

    @Override
    public String sentence() {
      return "snapshot " + snapshot + " can't be read: " + reason;
    }

    @Override
    public String remedy() {
      return "the other snapshots are not affected; look for the file in a copy of the storage;"
          + " without one, drop it: `hevelius delete "
          + snapshot.brief()
          + "`";
    }
  }

  /** An index file that can't be read. */
  record IndexUnreadable(Id file, String reason) implements CheckFinding {
    @Override
    public Severity severity() {
      return Severity.ERROR;
    }

    @Override
    public String sentence() {
      return "index " + file + " can't be read: " + reason;
    }

    @Override
    public String remedy() {
      return "the packs still say what they hold; run `hevelius repository rebuild-index`";
    }
  }

  /** The index lists a pack in a way that can't be. */
  record IndexInconsistent(Id pack) implements CheckFinding {
    @Override
    public Severity severity() {
      return Severity.ERROR;
    }

    @Override
    public String sentence() {
      return "the index lists blobs of pack " + pack + " that overlap or leave a gap";
    }

    @Override
    public String remedy() {
      return "run `hevelius repository rebuild-index`";
    }
  }

  /** A pack in the index that isn't in the storage. */
  record PackMissing(Id pack, Impact impact) implements CheckFinding {
    @Override
    public Severity severity() {
      return Severity.ERROR;
    }

    @Override
    public String sentence() {
      return "pack " + pack + " is missing; " + impact.words();
    }

    @Override
    public String remedy() {
      return "look for the file in a copy of the storage; without one, run `hevelius repository"
          + " repair-packs`";
    }
  }

  /** A pack that is shorter or longer than the index says. */
  record PackSizeWrong(Id pack, long expected, long found, Impact impact) implements CheckFinding {
    @Override
    public Severity severity() {
      return Severity.ERROR;
    }

    @Override
    public String sentence() {
      return "pack "
          + pack
          + " has "
          + found
          + " bytes instead of "
          + expected
          + "; "
          + impact.words();
    }

    @Override
    public String remedy() {
      return REPAIR_PACKS;
    }
  }

  /** A pack that the storage can't deliver. */
  record PackUnreadable(Id pack, String reason, Impact impact) implements CheckFinding {
    @Override
    public Severity severity() {
      return Severity.ERROR;
    }

    @Override
    public String sentence() {
      return "pack " + pack + " can't be read: " + reason + "; " + impact.words();
    }

    @Override
    public String remedy() {
      return "check the storage itself (disk, network, permissions) and repeat the check";
    }
  }

  /**
   * A pack whose bytes are not what was written.
   *
   * @param problems in words
   * @param damagedBlobs how many of its blobs can't be used
   */
  record PackDamaged(Id pack, List<String> problems, int damagedBlobs, Impact impact)
      implements CheckFinding {
    /** Makes the list immutable. */
    public PackDamaged {
      problems = List.copyOf(problems);
    }

    @Override
    public Severity severity() {
      return Severity.ERROR;
    }

    @Override
    public String sentence() {
      return "pack " + pack + " is damaged: " + String.join(", ", problems) + "; " + impact.words();
    }

    @Override
    public String remedy() {
      return REPAIR_PACKS;
    }
  }

  /** A pack that no index file lists. */
  record PackUnreferenced(Id pack, long size) implements CheckFinding {
    @Override
    public Severity severity() {
      return Severity.INFO;
    }

    @Override
    public String sentence() {
      return "pack " + pack + " is in no index (" + size + " bytes)";
    }

    @Override
    public String remedy() {
      return "an interrupted backup leaves such packs; `hevelius cleanup` removes them";
    }
  }

  /** Blobs that snapshots need and that are in no pack that the index knows. */
  record BlobsMissing(BlobType type, List<Id> examples, Impact impact) implements CheckFinding {
    /** Makes the list immutable. */
    public BlobsMissing {
      examples = List.copyOf(examples);
    }

    @Override
    public Severity severity() {
      return Severity.ERROR;
    }

    @Override
    public String sentence() {
      return type.word()
          + " blobs such as "
          + examples.getFirst()
          + " are in no index; "
          + impact.words();
    }

    @Override
    public String remedy() {
      return "run `hevelius repository rebuild-index`; if they are still missing then, `hevelius"
          + " create` brings back what the data still has, and `hevelius repository"
          + " repair-snapshots` leaves the rest out of the snapshots";
    }
  }

  /** A tree of which no copy can be read. */
  record TreeUnreadable(Id tree, String reason, Impact impact) implements CheckFinding {
    @Override
    public Severity severity() {
      return Severity.ERROR;
    }

    @Override
    public String sentence() {
      return "tree " + tree + " can't be read: " + reason + "; " + impact.words();
    }

    @Override
    public String remedy() {
      return "run `hevelius check --read-data` to see all that is damaged, then `hevelius"
          + " repository repair-packs`";
    }
  }

  /** A tree that was stored as it is, but that no sound program writes. */
  record TreeMalformed(Id tree, String reason) implements CheckFinding {
    @Override
    public Severity severity() {
      return Severity.ERROR;
    }

    @Override
    public String sentence() {
      return "tree " + tree + " is malformed: " + reason;
    }

    @Override
    public String remedy() {
      return "it was written so, not damaged later; everything else can be restored";
    }
  }

  /** A file whose content doesn't add up to its size. */
  record FileSizeDiffers(Id tree, String name, long recorded, long stored) implements CheckFinding {
    @Override
    public Severity severity() {
      return Severity.WARNING;
    }

    @Override
    public String sentence() {
      return "the file "
          + name
          + " in tree "
          + tree
          + " is recorded with "
          + recorded
          + " bytes and has "
          + stored;
    }

    @Override
    public String remedy() {
      return "it probably changed while it was backed up; what is stored can be restored";
    }
  }

  /** Blobs that lie in more than one place. */
  record Duplicates(long blobs, long bytes) implements CheckFinding {
    @Override
    public Severity severity() {
      return Severity.INFO;
    }

    @Override
    public String sentence() {
      return blobs + " superfluous copies of blobs take " + bytes + " bytes";
    }

    @Override
    public String remedy() {
      return "`hevelius cleanup` removes them";
    }
  }

  /** What to do about damaged packs. */
  String REPAIR_PACKS =
      "look for the file in a copy of the storage; without one, run `hevelius repository"
          + " repair-packs`, which saves what can be saved";
}
