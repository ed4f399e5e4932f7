package org.hevelius.core.retention;

import java.time.Instant;
import java.util.Locale;
import org.hevelius.core.snapshot.Hold;

/** Why a snapshot is kept or forgotten. */
public sealed interface Reason {
  /** The reason in a few words. */
  String text();

  /** A hold forbids forgetting it. */
  record Held(Hold hold) implements Reason {
    @Override
    public String text() {
      return hold.kind().name().toLowerCase(Locale.ROOT);
    }
  }

  /** Another program made it, so it isn't ours to forget. */
  record Foreign() implements Reason {
    @Override
    public String text() {
      return "adopted";
    }
  }

  /** It was asked to be kept until a time that hasn't come. */
  record Unexpired(Instant until) implements Reason {
    @Override
    public String text() {
      return "until " + until;
    }
  }

  /** A rule keeps it. */
  record Kept(RetentionRule rule) implements Reason {
    @Override
    public String text() {
      return rule.text();
    }
  }

  /** A rule keeps it because it is the oldest, though its period was served. */
  record Oldest(RetentionRule rule) implements Reason {
    @Override
    public String text() {
      return "oldest " + rule.text();
    }
  }

  /** A guard snapshot that is one of the newest or young enough. */
  record Guard(String why) implements Reason {
    @Override
    public String text() {
      return "guard, " + why;
    }
  }

  /** The newest snapshot of a dataset is always kept. */
  record Newest() implements Reason {
    @Override
    public String text() {
      return "newest";
    }
  }

  /** The newest snapshot that is known to be good is always kept. */
  record NewestKnownGood() implements Reason {
    @Override
    public String text() {
      return "newest known good";
    }
  }

  /** Forgotten: the time it was asked to be kept until has come. */
  record Expired(Instant since) implements Reason {
    @Override
    public String text() {
      return "expired " + since;
    }
  }

  /** Forgotten: no rule keeps it. */
  record NoRule() implements Reason {
    @Override
    public String text() {
      return "no rule keeps it";
    }
  }
}
