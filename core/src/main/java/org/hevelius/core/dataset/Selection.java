package org.hevelius.core.dataset;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * Which datasets somebody means, before it is known which there are: exact names, hierarchies such
 * as {@code cosmos7/**}, and tags of datasets.
 *
 * @param terms what was named; empty for all, which takes tags
 * @param tags that each dataset must have besides, {@code key=value} or {@code key}
 */
public record Selection(List<Term> terms, List<String> tags) {
  private static final String ALL = "**";
  private static final String BELOW = "/**";

  /** What somebody named: a dataset, or several that stand together. */
  public sealed interface Term {
    /** Whether the dataset of this name is meant. */
    boolean means(DatasetName name);

    /**
     * What somebody typed.
     *
     * @throws HeveliusException INVALID if it is neither a name nor a hierarchy
     */
    static Term parse(String text) {
      if (text.equals(ALL)) {
        return new All();
      }
      String name = text.endsWith(BELOW) ? text.substring(0, text.length() - BELOW.length()) : text;
      if (name.indexOf('*') >= 0) {
        throw new HeveliusException(
            Category.INVALID,
            "\"" + text + "\" names no datasets: only /** at the end stands for several",
            "cosmos7/** is cosmos7 and all below it, ** is all; quote it against the shell");
      }
      DatasetName checked = DatasetName.of(name);
      return name.equals(text) ? new One(checked) : new Below(checked);
    }
  }

  /** The dataset of that name. */
  public record One(DatasetName name) implements Term {
    @Override
    public boolean means(DatasetName other) {
      return other.equals(name);
    }

    @Override
    public String toString() {
      return name.text();
    }
  }

  /** A dataset, if there is one of that name, and all below it. */
  public record Below(DatasetName top) implements Term {
    @Override
    public boolean means(DatasetName other) {
      return other.isWithin(top);
    }

    @Override
    public String toString() {
      return top + BELOW;
    }
  }

  /** All datasets. */
  public record All() implements Term {
    @Override
    public boolean means(DatasetName other) {
      return true;
    }

    @Override
    public String toString() {
      return ALL;
    }
  }

  /** Copies the lists, and refuses a selection that says nothing. */
  public Selection {
    terms = List.copyOf(terms);
    tags = List.copyOf(tags);
    if (terms.isEmpty() && tags.isEmpty()) {
      throw new HeveliusException(
          Category.INVALID,
          "no dataset is named",
          "name datasets, or cosmos7/** for it and all below it, or ** for all");
    }
  }

  /** The selection for what somebody typed. */
  public static Selection of(List<String> texts, List<String> tags) {
    return new Selection(texts.stream().map(Term::parse).toList(), tags);
  }

  /** Whether a text is meant to name several datasets at once. */
  public static boolean isPattern(String text) {
    return text.indexOf('*') >= 0;
  }

  /** Whether exactly one dataset is named by its name. */
  public boolean isOne() {
    return tags.isEmpty() && terms.size() == 1 && terms.getFirst() instanceof One;
  }

  /**
   * The datasets that are meant, in the order in which they were named, each once.
   *
   * @param known all that there are, sorted by name
   * @throws HeveliusException NOT_FOUND if anything that was named means none of them, so that a
   *     name that was misspelled is never passed over
   */
  public List<Dataset> among(List<Dataset> known) {
    Set<Dataset> found = new LinkedHashSet<>();
    for (Term term : terms.isEmpty() ? List.<Term>of(new All()) : terms) {
      List<Dataset> meant = known.stream().filter(d -> term.means(d.name())).toList();
      if (meant.isEmpty()) {
        throw nothing(term, known);
      }
      meant.stream().filter(d -> d.isTagged(tags)).forEach(found::add);
    }
    if (found.isEmpty()) {
      throw new HeveliusException(
          Category.NOT_FOUND,
          "no dataset%s has the tag %s"
              .formatted(
                  terms.isEmpty() ? "" : " of those that were named", String.join(" and ", tags)),
          "nothing was done; tag one: hevelius dataset set NAME --tag " + tags.getFirst());
    }
    return new ArrayList<>(found);
  }

  private static HeveliusException nothing(Term term, List<Dataset> known) {
    String what =
        switch (term) {
          case One(DatasetName name) -> "there is no dataset " + name;
          case Below(DatasetName top) -> "there is no dataset " + top + ", nor any below it";
          case All() -> "there is no dataset yet";
        };
    Optional<String> near =
        term instanceof One(DatasetName name)
            ? Suggestions.nearest(name.text(), known.stream().map(d -> d.name().text()).toList(), 1)
                .stream()
                .findFirst()
            : Optional.empty();
    return new HeveliusException(
        Category.NOT_FOUND,
        what,
        near.map(name -> "nothing was done; did you mean  " + name)
            .orElse("nothing was done; all datasets: hevelius dataset list"));
  }
}
