package org.hevelius.repository.storage;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.format.FileKind;
import org.jspecify.annotations.Nullable;

/**
 * Test support: storage that goes wrong on request and records every call in order. It lies with
 * the engine and not with its tests so that tests of programs around the engine can use it too; no
 * program uses it in earnest.
 *
 * <p>A {@link Fault} strikes at the n-th call that matches, or at all of them. A process that
 * "dies" throws {@link ProcessDied} from then on at every call; what it wrote is still in the
 * origin, where a new process (a new decorator) finds it.
 */
public final class FaultInjectingStorage implements Storage {
  private final Storage origin;
  private final List<Call> calls = new ArrayList<>();
  private final List<Trap> traps = new ArrayList<>();
  private boolean dead;

  /** Decorates a storage, which is closed with this. Nothing goes wrong until asked for. */
  public FaultInjectingStorage(Storage origin) {
    this.origin = origin;
  }

  /** The methods of the port that can go wrong. */
  public enum Operation {
    /** {@link Storage#create}. */
    CREATE,
    /** {@link Storage#save}. */
    SAVE,
    /** {@link Storage#size}. */
    SIZE,
    /** {@link Storage#contains}. */
    CONTAINS,
    /** {@link Storage#read} and {@link Storage#readAll}. */
    READ,
    /** {@link Storage#list}. */
    LIST,
    /** {@link Storage#remove}. */
    REMOVE
  }

  /**
   * A call that was made.
   *
   * @param kind of file; null for {@code CREATE}
   * @param handle null for {@code CREATE} and {@code LIST}
   * @param offset of a read; 0 for the rest
   * @param length in bytes of a save or a read; -1 for a whole file that is read; 0 for the rest
   */
  public record Call(
      Operation operation,
      @Nullable FileKind kind,
      @Nullable Handle handle,
      long offset,
      int length) {

    /** Matches calls of this operation on this kind of file. */
    public static Predicate<Call> to(Operation operation, FileKind kind) {
      return call -> call.operation == operation && call.kind == kind;
    }

    /** Matches calls of this operation. */
    public static Predicate<Call> to(Operation operation) {
      return call -> call.operation == operation;
    }

    /** Matches calls that change what is stored: create, save and remove. */
    public static Predicate<Call> changes() {
      return call ->
          switch (call.operation) {
            case CREATE, SAVE, REMOVE -> true;
            case SIZE, CONTAINS, READ, LIST -> false;
          };
    }

    /** For comparing sequences: {@code SAVE PACK}. */
    @Override
    public String toString() {
      return kind == null ? operation.name() : operation + " " + kind;
    }
  }

  /** What goes wrong. */
  public sealed interface Fault {
    /** The call fails and does nothing. */
    record Fail(Kind kind) implements Fault {}

    /** The call does its work, but fails as if its answer had been lost. */
    record LoseAnswer(Kind kind) implements Fault {}

    /** A save stores, or a read finds, only the first bytes; a read then fails as damaged. */
    record Truncate(int bytes) implements Fault {}

    /** A save stores, or a read gives, one bit turned over; counted from 0, modulo the length. */
    record FlipBit(long bit) implements Fault {}

    /** Something else happens first: another thread's work, a wait, a change of the clock. */
    record RunBefore(Runnable action) implements Fault {}

    /** The process dies before the call does anything. */
    record DieBefore() implements Fault {}

    /** The process dies when the call has done its work. */
    record DieAfter() implements Fault {}
  }

  /** Thrown by every call once the process is dead. An error, so that no handler swallows it. */
  public static final class ProcessDied extends Error {
    private static final long serialVersionUID = 1L;

    ProcessDied(String where) {
      super("the process died at " + where, null, false, true);
    }
  }

  private static final class Trap {
    private final Predicate<Call> matching;
    private final Fault fault;
    private int left;

    private Trap(Predicate<Call> matching, Fault fault, int left) {
      this.matching = matching;
      this.fault = fault;
      this.left = left;
    }
  }

  /**
   * Lets one call go wrong.
   *
   * @param nth 1 for the next call that matches
   */
  public synchronized void inject(int nth, Predicate<Call> matching, Fault fault) {
    if (nth < 1) {
      throw new IllegalArgumentException("calls count from 1, not " + nth);
    }
    traps.add(new Trap(matching, fault, nth));
  }

  /** Lets every matching call go wrong. */
  public synchronized void injectAlways(Predicate<Call> matching, Fault fault) {
    traps.add(new Trap(matching, fault, 0));
  }

  /** Takes back all faults that have not struck yet; the dead stay dead. */
  public synchronized void heal() {
    traps.clear();
  }

  /** Every call so far, in the order in which they began, with those that went wrong. */
  public synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  /** The calls so far that match, as text such as {@code SAVE PACK}. */
  public synchronized List<String> calls(Predicate<Call> matching) {
    return calls.stream().filter(matching).map(Call::toString).toList();
  }

  /** Forgets the calls so far. */
  public synchronized void forgetCalls() {
    calls.clear();
  }

  @Override
  public String location() {
    return origin.location();
  }

  @Override
  public void create() {
    Call call = new Call(Operation.CREATE, null, null, 0, 0);
    run(call, origin::create);
  }

  @Override
  public void save(Handle handle, ByteBuffer content) {
    Call call = new Call(Operation.SAVE, handle.kind(), handle, 0, content.remaining());
    Fault fault = begin(call);
    origin.save(handle, fault == null ? content : spoiled(content, fault));
    end(call, fault);
  }

  @Override
  public long size(Handle handle) {
    long[] size = {0};
    run(new Call(Operation.SIZE, handle.kind(), handle, 0, 0), () -> size[0] = origin.size(handle));
    return size[0];
  }

  @Override
  public boolean contains(Handle handle) {
    boolean[] found = {false};
    run(
        new Call(Operation.CONTAINS, handle.kind(), handle, 0, 0),
        () -> found[0] = origin.contains(handle));
    return found[0];
  }

  @Override
  public void read(Handle handle, long offset, ByteBuffer target) {
    Call call = new Call(Operation.READ, handle.kind(), handle, offset, target.remaining());
    Fault fault = begin(call);
    if (fault instanceof Fault.Truncate(int bytes) && bytes < target.remaining()) {
      int length = target.remaining();
      int limit = target.limit();
      origin.read(handle, offset, target.limit(target.position() + bytes));
      target.limit(limit);
      throw StorageFailures.endsBefore(location(), handle, offset, length);
    }
    ByteBuffer filled = target.duplicate();
    origin.read(handle, offset, target);
    if (fault instanceof Fault.FlipBit(long bit)) {
      flip(filled, bit);
    }
    end(call, fault);
  }

  @Override
  public byte[] readAll(Handle handle) {
    Call call = new Call(Operation.READ, handle.kind(), handle, 0, -1);
    Fault fault = begin(call);
    ByteBuffer content = ByteBuffer.wrap(origin.readAll(handle));
    ByteBuffer given = fault == null ? content : spoiled(content, fault);
    end(call, fault);
    byte[] bytes = new byte[given.remaining()];
    given.get(bytes);
    return bytes;
  }

  @Override
  public void list(FileKind kind, Consumer<Listed> files) {
    run(new Call(Operation.LIST, kind, null, 0, 0), () -> origin.list(kind, files));
  }

  @Override
  public void remove(Handle handle) {
    run(new Call(Operation.REMOVE, handle.kind(), handle, 0, 0), () -> origin.remove(handle));
  }

  @Override
  public long freeBytes() {
    return origin.freeBytes();
  }

  @Override
  public int removeLeftovers(Clock clock) {
    return origin.removeLeftovers(clock);
  }

  @Override
  public void close() {
    origin.close();
  }

  private void run(Call call, Runnable work) {
    Fault fault = begin(call);
    work.run();
    end(call, fault);
  }

  private @Nullable Fault begin(Call call) {
    Fault fault = strike(call);
    switch (fault) {
      case Fault.Fail(Kind kind) -> throw failure(call, kind);
      case Fault.RunBefore(Runnable action) -> action.run();
      case Fault.DieBefore() -> throw die(call);
      case Fault.LoseAnswer _, Fault.Truncate _, Fault.FlipBit _, Fault.DieAfter _ -> {}
      case null -> {}
    }
    return fault;
  }

  private void end(Call call, @Nullable Fault fault) {
    if (fault instanceof Fault.LoseAnswer(Kind kind)) {
      throw failure(call, kind);
    }
    if (fault instanceof Fault.DieAfter) {
      throw die(call);
    }
  }

  private synchronized @Nullable Fault strike(Call call) {
    if (dead) {
      throw new ProcessDied(call.toString());
    }
    calls.add(call);
    Fault fault = null;
    for (Iterator<Trap> left = traps.iterator(); left.hasNext(); ) {
      Trap trap = left.next();
      if (trap.matching.test(call)) {
        if (trap.left == 0) {
          fault = trap.fault;
        } else if (--trap.left == 0) {
          left.remove();
          fault = trap.fault;
        }
      }
    }
    return fault;
  }

  private synchronized ProcessDied die(Call call) {
    dead = true;
    return new ProcessDied(call.toString());
  }

  private static RepositoryException failure(Call call, Kind kind) {
    return new RepositoryException(kind, "injected failure of " + call, "");
  }

  private static ByteBuffer spoiled(ByteBuffer content, Fault fault) {
    ByteBuffer copy = ByteBuffer.allocate(content.remaining()).put(content.duplicate()).flip();
    if (fault instanceof Fault.Truncate(int bytes)) {
      copy.limit(Math.min(bytes, copy.limit()));
    } else if (fault instanceof Fault.FlipBit(long bit)) {
      flip(copy, bit);
    }
    return copy;
  }

  private static void flip(ByteBuffer bytes, long bit) {
    if (bytes.hasRemaining()) {
      long at = Math.floorMod(bit, 8L * bytes.remaining());
      int index = bytes.position() + (int) (at / 8);
      bytes.put(index, (byte) (bytes.get(index) ^ (1 << (at % 8))));
    }
  }
}
