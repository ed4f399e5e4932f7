package org.hevelius.repository.check;

import org.hevelius.repository.format.Id;

/**
 * How much to check.
 *
 * @param data which packs are read and verified
 * @param examples how many affected paths each finding names at most
 */
public record CheckRequest(Data data, int examples) {
  /** Checks the structure alone. */
  public static CheckRequest structure() {
    return new CheckRequest(new Data.None(), 10);
  }

  /** Checks the structure and every byte. */
  public static CheckRequest everything() {
    return new CheckRequest(new Data.All(), 10);
  }

  /** Which packs are read and verified. */
  public sealed interface Data {
    /** Whether this pack is. */
    boolean includes(Id pack);

    /** No pack. */
    record None() implements Data {
      @Override
      public boolean includes(Id pack) {
        return false;
      }
    }

    /** Every pack. */
    record All() implements Data {
      @Override
      public boolean includes(Id pack) {
        return true;
      }
    }

    /**
     * A random share of the packs.
     *
     * @param percent above 0, at most 100
     * @param seed another seed takes other packs
     */
    record Sample(double percent, long seed) implements Data {
      /** Checks the share. */
      public Sample {
        if (!(percent > 0 && percent <= 100)) {
          throw new IllegalArgumentException(
              "the share of packs must be above 0 and at most 100 percent, not " + percent);
        }
      }

      @Override
      public boolean includes(Id pack) {
        long mixed = (pack.d() ^ seed) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xBF58476D1CE4E5B9L;
        return (mixed >>> 11) * 0x1p-53 * 100 < percent;
      }
    }

    /**
     * One part of all packs, by the first byte of their names; all parts together are all packs.
     *
     * @param part from 1 to {@code of}
     * @param of from 1 to 256
     */
    record Part(int part, int of) implements Data {
      /** Checks the numbers. */
      public Part {
        if (of < 1 || of > 256 || part < 1 || part > of) {
          throw new IllegalArgumentException(
              "a part of all packs is n/m with n from 1 to m and m from 1 to 256, not "
                  + part
                  + "/"
                  + of);
        }
      }

      @Override
      public boolean includes(Id pack) {
        return (pack.a() >>> 56) % of == part - 1;
      }
    }
  }
}
