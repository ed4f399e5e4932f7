package org.hevelius.core.usecase;

import java.time.Clock;
import java.util.Map;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.PasswordHasher;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.audit.AuditEvent.Outcome;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.find.FileIndex;
import org.hevelius.core.notify.Channels;
import org.hevelius.core.provider.Actor;
import org.hevelius.core.provider.GitReader;
import org.hevelius.core.provider.Programs;
import org.hevelius.core.provider.Repositories;
import org.hevelius.core.provider.Scratch;
import org.hevelius.core.provider.SnapshotProvider;
import org.hevelius.core.storage.StorageParts;

/** What all use cases work with. */
public record Context(
    Catalog catalog,
    FileIndex index,
    Map<SourceSpec.Kind, SnapshotProvider> providers,
    Repositories repositories,
    GitReader git,
    Actor actor,
    Clock clock,
    PasswordHasher passwords,
    Programs programs,
    Channels channels,
    Scratch scratch,
    StorageParts storage) {
  /** Copies the map. */
  public Context {
    providers = Map.copyOf(providers);
  }

  /** Parts of an installation that runs no programs and has no channels to tell people by. */
  public Context(
      Catalog catalog,
      FileIndex index,
      Map<SourceSpec.Kind, SnapshotProvider> providers,
      Repositories repositories,
      GitReader git,
      Actor actor,
      Clock clock,
      PasswordHasher passwords) {
    this(
        catalog,
        index,
        providers,
        repositories,
        git,
        actor,
        clock,
        passwords,
        Programs.NONE,
        Channels.NONE,
        Scratch.NONE,
        StorageParts.NONE);
  }

  /** Parts of an installation that tries nothing out and knows no storage systems. */
  public Context(
      Catalog catalog,
      FileIndex index,
      Map<SourceSpec.Kind, SnapshotProvider> providers,
      Repositories repositories,
      GitReader git,
      Actor actor,
      Clock clock,
      PasswordHasher passwords,
      Programs programs,
      Channels channels) {
    this(
        catalog,
        index,
        providers,
        repositories,
        git,
        actor,
        clock,
        passwords,
        programs,
        channels,
        Scratch.NONE,
        StorageParts.NONE);
  }

  /** The same over another catalog. */
  Context over(Catalog other) {
    return new Context(
        other,
        index,
        providers,
        repositories,
        git,
        actor,
        clock,
        passwords,
        programs,
        channels,
        scratch,
        storage);
  }

  /**
   * The provider for a source.
   *
   * @throws HeveliusException INVALID when this installation has none for that kind
   */
  SnapshotProvider provider(SourceSpec source) {
    SnapshotProvider provider = providers.get(source.kind());
    if (provider == null) {
      throw new HeveliusException(
          Category.INVALID,
          "this version can't capture the source " + source,
          "kinds that it can: "
              + String.join(
                  ", ", providers.keySet().stream().map(SourceSpec.Kind::text).sorted().toList()));
    }
    return provider;
  }

  /** An event of the present moment by the present actor. */
  AuditEvent event(String action, String target, Outcome outcome, String detail) {
    return new AuditEvent(
        clock.instant(), actor.name(), actor.host(), action, target, outcome, detail);
  }

  /** A success of the present moment. */
  AuditEvent done(String action, String target, String detail) {
    return event(action, target, Outcome.OK, detail);
  }

  /** Records what only read; whoever opened a catalog that can't be written has told so. */
  void recordReading(AuditEvent event) {
    if (!catalog.isReadOnly()) {
      catalog.append(event);
    }
  }

  /** Work that gives something. */
  @FunctionalInterface
  interface Work<T> {
    T run();
  }

  /** Runs an action that audits its own success; a failure or refusal is audited here. */
  <T> T audited(String action, String target, Work<T> work) {
    try {
      return work.run();
    } catch (HeveliusException e) {
      record(event(action, target, outcome(e.category()), String.valueOf(e.getMessage())), e);
      throw e;
    } catch (RuntimeException e) {
      record(event(action, target, Outcome.FAILED, String.valueOf(e)), e);
      throw e;
    }
  }

  /**
   * Looks at what is asked for before anything of it is done. What is asked for wrongly is audited
   * as refused: nothing was tried, so nothing failed.
   */
  void look(String action, String target, Runnable look) {
    try {
      look.run();
    } catch (HeveliusException e) {
      Outcome outcome =
          switch (e.category()) {
            case INVALID, NOT_FOUND, CONFLICT -> Outcome.REFUSED;
            case REFUSED, DENIED, DAMAGED, FULL, UNAVAILABLE, PARTIAL, CANCELED ->
                outcome(e.category());
          };
      record(event(action, target, outcome, String.valueOf(e.getMessage())), e);
      throw e;
    }
  }

  private static Outcome outcome(HeveliusException.Category category) {
    return switch (category) {
      case REFUSED, DENIED -> Outcome.REFUSED;
      case INVALID, NOT_FOUND, CONFLICT, DAMAGED, FULL, UNAVAILABLE, PARTIAL, CANCELED ->
          Outcome.FAILED;
    };
  }

  /** The trail may be what failed; then the first failure still reaches the user. */
  private void record(AuditEvent event, RuntimeException because) {
    try {
      catalog.append(event);
    } catch (RuntimeException e) {
      because.addSuppressed(e);
    }
  }
}
