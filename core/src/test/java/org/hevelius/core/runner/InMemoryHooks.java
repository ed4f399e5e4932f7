package org.hevelius.core.runner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/** Hooks that are owed, in memory, for tests. */
public final class InMemoryHooks implements HookStore {
  private final List<OwedHook> owed = new ArrayList<>();

  @Override
  public synchronized void owe(List<OwedHook> hooks) {
    if (owed.stream()
        .anyMatch(o -> hooks.stream().anyMatch(h -> h.dataset().equals(o.dataset())))) {
      throw new HeveliusException(Category.CONFLICT, "hooks are owed already");
    }
    owed.addAll(hooks);
  }

  @Override
  public synchronized List<OwedHook> owed() {
    return owed.stream()
        .sorted(
            Comparator.comparing(OwedHook::dataset)
                .thenComparing(Comparator.comparingInt(OwedHook::position).reversed()))
        .toList();
  }

  @Override
  public synchronized List<OwedHook> takeOver(String dataset, String holder) {
    owed.replaceAll(hook -> hook.dataset().equals(dataset) ? hook.heldBy(holder) : hook);
    return owed().stream().filter(hook -> hook.dataset().equals(dataset)).toList();
  }

  @Override
  public synchronized boolean settle(OwedHook hook) {
    return owed.removeIf(hook::is);
  }
}
