package org.hevelius.core.usecase;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * The same done to several things, one after the other: a result or a failure for each. What fails
 * leaves the others alone.
 *
 * @param items what was begun, in order
 * @param notBegun what was left when somebody stopped it, by dataset or reference
 */
public record Batch<T>(List<Item<T>> items, List<String> notBegun) {
  /**
   * The most things of one batch; more are refused, since all are listed before anything is done.
   */
  public static final int MOST = 10_000;

  /**
   * A thing that something is done to.
   *
   * @param reference the snapshot; null when the dataset as such is meant
   */
  record Subject<S>(String dataset, @Nullable String reference, S of) {
    static Subject<Dataset> of(Dataset dataset) {
      return new Subject<>(dataset.name().text(), null, dataset);
    }

    static Subject<Snapshot> of(Snapshot snapshot) {
      return new Subject<>(snapshot.dataset().text(), snapshot.reference(), snapshot);
    }

    String name() {
      return reference == null ? dataset : reference;
    }
  }

  /**
   * One of them: either a result or an error.
   *
   * @param reference the snapshot; null when the dataset as such is meant
   */
  public record Item<T>(
      String dataset, @Nullable String reference, @Nullable T result, @Nullable Failure error) {
    /** The snapshot, else the dataset. */
    public String name() {
      return reference == null ? dataset : reference;
    }

    /** Whether it ended because somebody stopped it. */
    public boolean wasCanceled() {
      return error != null && error.kind().equals(Optional.of(Category.CANCELED));
    }

    /** The failure as it was. */
    HeveliusException toException() {
      Failure failure = Objects.requireNonNull(error);
      return new HeveliusException(
          failure.kind().orElse(Category.UNAVAILABLE),
          failure.message(),
          failure.advice().toArray(String[]::new));
    }
  }

  /**
   * Why one of them failed.
   *
   * @param category in lower case; {@code internal} for a fault of the program itself
   * @param advice what is safe and what to do next
   */
  public record Failure(String category, String message, List<String> advice) {
    /** Copies the list. */
    public Failure {
      advice = List.copyOf(advice);
    }

    static Failure of(RuntimeException failure) {
      return failure instanceof HeveliusException known
          ? new Failure(
              known.category().name().toLowerCase(Locale.ROOT),
              String.valueOf(known.getMessage()),
              known.advice())
          : new Failure(
              "internal",
              "a fault in Hevelius itself: " + failure,
              List.of("all earlier snapshots are intact; please report this"));
    }

    /** The kind of failure; nothing for a fault of the program itself. */
    public Optional<Category> kind() {
      return Stream.of(Category.values())
          .filter(known -> known.name().equals(category.toUpperCase(Locale.ROOT)))
          .findFirst();
    }
  }

  /** Copies the lists. */
  public Batch {
    items = List.copyOf(items);
    notBegun = List.copyOf(notBegun);
  }

  /**
   * Does it to each. Somebody who wants it to stop is heard before each one; a failure because of
   * that is the last.
   *
   * @param done is told of each as soon as it has ended
   */
  static <S, T> Batch<T> each(
      List<Subject<S>> subjects,
      Function<S, T> work,
      Consumer<? super Item<T>> done,
      BooleanSupplier canceled) {
    List<Item<T>> items = new ArrayList<>();
    boolean stopped = false;
    for (Subject<S> subject : subjects) {
      if (stopped || canceled.getAsBoolean()) {
        break;
      }
      Item<T> item;
      try {
        item = new Item<>(subject.dataset(), subject.reference(), work.apply(subject.of()), null);
      } catch (RuntimeException e) {
        stopped = e instanceof HeveliusException known && known.category() == Category.CANCELED;
        item = new Item<>(subject.dataset(), subject.reference(), null, Failure.of(e));
      }
      items.add(item);
      done.accept(item);
    }
    List<String> left =
        subjects.subList(items.size(), subjects.size()).stream().map(Subject::name).toList();
    return new Batch<>(items, left);
  }

  /** The same with other results. */
  public <R> Batch<R> map(Function<? super T, ? extends R> change) {
    return new Batch<>(
        items.stream()
            .map(
                i -> {
                  T result = i.result();
                  return new Item<R>(
                      i.dataset(),
                      i.reference(),
                      result == null ? null : change.apply(result),
                      i.error());
                })
            .toList(),
        notBegun);
  }

  /** What was done. */
  public Stream<T> results() {
    return items.stream().map(Item::result).filter(Objects::nonNull).map(Objects::requireNonNull);
  }

  /** What failed. */
  public List<Item<T>> failed() {
    return items.stream().filter(item -> item.error() != null).toList();
  }

  /** Whether all of it was begun, and nothing failed. */
  public boolean complete() {
    return notBegun.isEmpty() && failed().isEmpty();
  }
}
