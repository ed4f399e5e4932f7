package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.audit.AuditEvent.Outcome;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.provider.PendingCapture;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.NamingRule;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Two snapshots around a command that works on a dataset: one of the state before, and one of its
 * results. Tags say which is which and name the other. Who runs the command keeps no home open
 * meanwhile: it may take days, and others want to take snapshots too.
 */
public final class Experiments {
  /** The tag of both snapshots; its value is {@code before} or {@code after}. */
  public static final String TAG = "exec";

  /** The tag of the later snapshot that holds the reference of the earlier one. */
  public static final String BEFORE_TAG = "exec-before";

  /** The tag of the earlier snapshot that holds the reference of the later one. */
  public static final String AFTER_TAG = "exec-after";

  private static final String BEFORE = "before";
  private static final String AFTER = "after";

  private final Context context;

  /** Use cases over these parts. */
  public Experiments(Context context) {
    this.context = context;
  }

  /**
   * The snapshot of the results.
   *
   * @param before the snapshot before, as it is tagged now
   * @param notes what could not be recorded as wished, a sentence each
   */
  public record After(Creation.Result result, Snapshot before, List<String> notes) {
    /** Copies the list. */
    public After {
      notes = List.copyOf(notes);
    }
  }

  /**
   * Takes the snapshot before. A short name gets {@code -before} at its end; a milestone is of the
   * results alone.
   *
   * @throws HeveliusException PARTIAL when something is missing from the snapshot: the command
   *     could change it, and nobody could bring it back
   */
  public Creation.Result before(
      Creation.Request request, Progress progress, BooleanSupplier canceled) {
    return context.audited(
        TAG,
        request.dataset(),
        () -> {
          requireFreeName(request, AFTER);
          Creation.Result result =
              new Creation(context)
                  .create(
                      request(request, BEFORE, Map.of(), request.expires()), progress, canceled);
          requireComplete(result);
          return result;
        });
  }

  /** The same request, in which ancestors are named by versions as they are now. */
  public Creation.Request exact(Creation.Request request) {
    return request.edit().madeFrom(new Lineage(context).exact(request.lineage())).build();
  }

  private void requireFreeName(Creation.Request request, String side) {
    String name = name(request, side);
    if (name != null && isTaken(request, NamingRule.checked(name))) {
      throw new HeveliusException(
          Category.CONFLICT,
          "a snapshot of %s is called \"%s\" already".formatted(request.dataset(), name),
          "the command was not run; choose another name");
    }
  }

  private boolean isTaken(Creation.Request request, String name) {
    return context.catalog().byShortName(DatasetName.of(request.dataset()), name).isPresent();
  }

  private static void requireComplete(Creation.Result result) {
    if (result.losses() == 0) {
      return;
    }
    Snapshot snapshot = result.snapshot();
    List<String> advice = new ArrayList<>();
    result.contents().stream()
        .map(PendingCapture.Content::findings)
        .flatMap(List::stream)
        .limit(5)
        .forEach(advice::add);
    advice.add(
        "the command was not run; make them readable, or leave them out: hevelius dataset set "
            + snapshot.dataset()
            + " --exclude PATTERN");
    throw new HeveliusException(
        Category.PARTIAL,
        "%s is not complete: %d that should be in it could not be read"
            .formatted(snapshot.reference(), result.losses()),
        advice.toArray(String[]::new));
  }

  /**
   * Takes the snapshot of what a command has made, and links both.
   *
   * @param request as the snapshot before was asked for
   * @param program the program alone: its arguments may be secret
   */
  public After after(
      Creation.Request request,
      Snapshot before,
      String program,
      Progress progress,
      BooleanSupplier canceled) {
    return context.audited(
        TAG, before.reference(), () -> take(request, before, program, progress, canceled));
  }

  private After take(
      Creation.Request request,
      Snapshot before,
      String program,
      Progress progress,
      BooleanSupplier canceled) {
    List<String> notes = new ArrayList<>();
    Instant expires = request.expires();
    if (expires != null && !expires.isAfter(context.clock().instant())) {
      notes.add("the time until which it was to be kept has passed: the rules of retention decide");
      expires = null;
    }
    Creation.Request wanted =
        request(request, AFTER, Map.of(BEFORE_TAG, before.reference()), expires);
    String name = wanted.shortName();
    if (name != null && isTaken(wanted, name)) {
      notes.add("another snapshot has got the name \"" + name + "\" meanwhile: this one has none");
      wanted = wanted.edit().shortName(null).build();
    }
    try {
      var _ = new Lineage(context).derivation(wanted.lineage());
    } catch (HeveliusException e) {
      notes.add("what it was made from isn't recorded: " + e.getMessage());
      wanted = wanted.edit().madeFrom(Lineage.Said.NOTHING).build();
    }
    Creation.Result result = new Creation(context).create(wanted, progress, canceled);
    Snapshot linked = before;
    try {
      linked =
          new Snapshots(context)
              .tag(before.reference(), Map.of(AFTER_TAG, result.snapshot().reference()), List.of());
    } catch (HeveliusException e) {
      notes.add(before.reference() + " could not be tagged: " + e.getMessage());
    }
    context
        .catalog()
        .append(
            context.done(
                TAG,
                before.reference(),
                program + ": exit code 0; after it " + result.snapshot().reference()));
    return new After(result, linked, notes);
  }

  /**
   * Records that a command failed; there is no second snapshot then.
   *
   * @param program the program alone
   * @param how how it ended, such as {@code exit code 3}
   */
  public void failed(Snapshot before, String program, String how) {
    context
        .catalog()
        .append(context.event(TAG, before.reference(), Outcome.FAILED, program + ": " + how));
  }

  private static Creation.Request request(
      Creation.Request request, String side, Map<String, String> link, @Nullable Instant expires) {
    Map<String, String> tags = new LinkedHashMap<>(request.tags());
    for (String own : List.of(TAG, BEFORE_TAG, AFTER_TAG)) {
      if (tags.containsKey(own)) {
        throw new HeveliusException(
            Category.INVALID,
            "the tag \"" + own + "\" is set by exec itself",
            "the command was not run; choose another key");
      }
    }
    tags.put(TAG, side);
    tags.putAll(link);
    boolean after = side.equals(AFTER);
    return request
        .edit()
        .shortName(name(request, side))
        .tags(tags)
        .milestone(after ? request.milestone() : null)
        .expires(expires)
        .madeFrom(after ? request.lineage() : Lineage.Said.NOTHING)
        .build();
  }

  private static @Nullable String name(Creation.Request request, String side) {
    return request.shortName() == null ? null : request.shortName() + "-" + side;
  }
}
