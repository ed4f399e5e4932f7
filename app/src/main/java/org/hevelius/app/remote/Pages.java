package org.hevelius.app.remote;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The items of a list that comes in pages. Holds one page at a time. */
final class Pages<T> implements Iterator<T> {
  private final Ask ask;
  private final Function<Ask, Wire.Page<T>> reader;
  private Iterator<T> page = List.<T>of().iterator();
  private @Nullable String next = "";

  /**
   * Items, of which none is asked for yet.
   *
   * @param ask for the first page
   */
  Pages(Ask ask, Function<Ask, Wire.Page<T>> reader) {
    this.ask = ask;
    this.reader = reader;
  }

  @Override
  public boolean hasNext() {
    while (!page.hasNext() && next != null) {
      Wire.Page<T> read = reader.apply(next.isEmpty() ? ask : ask.with("cursor", next));
      page = read.items().iterator();
      next = read.next();
    }
    return page.hasNext();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return page.next();
  }
}
