package org.hevelius.core.catalog;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Turns pages into a stream. */
final class Pages {
  static final int SIZE = 500;

  private Pages() {}

  /**
   * All elements.
   *
   * @param first the position of the first page
   * @param page reads the page at a position; an empty one is the end
   * @param next the position after a page whose last element is given
   */
  static <P, T> Stream<T> all(P first, Function<P, List<T>> page, BiFunction<P, T, P> next) {
    Iterator<T> iterator =
        new Iterator<>() {
          private final Deque<T> ready = new ArrayDeque<>();
          private P position = first;
          private boolean ended;

          @Override
          public boolean hasNext() {
            if (ready.isEmpty() && !ended) {
              List<T> read = page.apply(position);
              ended = read.isEmpty();
              ready.addAll(read);
              if (!ended) {
                position = next.apply(position, read.getLast());
              }
            }
            return !ready.isEmpty();
          }

          @Override
          public T next() {
            if (!hasNext()) {
              throw new NoSuchElementException();
            }
            return ready.remove();
          }
        };
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(iterator, Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }
}
