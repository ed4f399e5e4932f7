package org.hevelius.repository.prune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.TestRepository;
import org.hevelius.repository.storage.FaultInjectingStorage;
import org.hevelius.repository.storage.FaultInjectingStorage.Call;
import org.hevelius.repository.storage.FaultInjectingStorage.Fault;

/** Does some work on copies of a repository, and lets another call of the storage go wrong each. */
final class EveryCall {
  /** What must hold in a copy in which something went wrong. */
  interface Afterwards {
    void hold(TestRepository found, String situation);
  }

  private final TestRepository repository;
  private final String said;
  private final Consumer<TestRepository> work;
  private final Afterwards afterwards;

  /**
   * Prepares.
   *
   * @param said begins the description of each situation, such as a seed
   */
  EveryCall(
      TestRepository repository,
      String said,
      Consumer<TestRepository> work,
      Afterwards afterwards) {
    this.repository = repository;
    this.said = said;
    this.work = work;
    this.afterwards = afterwards;
  }

  /** The process dies before or after each call. */
  void dies() {
    strike(_ -> true, new Fault.DieBefore());
    strike(_ -> true, new Fault.DieAfter());
  }

  /** Each call fails, done or not. */
  void fails() {
    strike(_ -> true, new Fault.Fail(Kind.UNAVAILABLE));
    strike(Call.changes(), new Fault.LoseAnswer(Kind.UNAVAILABLE));
  }

  private void strike(Predicate<Call> matching, Fault fault) {
    FaultInjectingStorage counting = new FaultInjectingStorage(repository.copy().storage());
    work.accept(repository.through(counting));
    int calls = counting.calls(matching).size();
    assertThat(counting.calls(Call.changes())).as(said).isNotEmpty();
    for (int n = 1; n <= calls; n++) {
      TestRepository copy = repository.copy();
      FaultInjectingStorage faulty = new FaultInjectingStorage(copy.storage());
      faulty.inject(n, matching, fault);
      String situation = said + ", " + fault + " at call " + n;
      try {
        work.accept(copy.through(faulty));
      } catch (RepositoryException | IllegalStateException | FaultInjectingStorage.ProcessDied e) {
        situation += " (" + e.getMessage() + ")";
      }
      afterwards.hold(copy, situation);
    }
  }
}
