package org.hevelius.core.notify;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.policy.Scope;

/**
 * A channel, and what it wants to hear.
 *
 * @param least what is less grave isn't sent
 * @param kinds only these; all when empty
 * @param scopes only what is about a dataset in one of these; all when empty
 * @param quiet within that time after a message the same again is counted and not sent
 * @param gather how long a message waits for others, to be told as one with them; zero for never
 * @param after it is told only of what is open so long, once, unless somebody has acknowledged it;
 *     zero for being told at once
 */
public record ChannelSettings(
    String name,
    Target target,
    Alert.Severity least,
    Set<Alert.Kind> kinds,
    List<Scope> scopes,
    Duration quiet,
    Duration gather,
    Duration after) {
  private static final Set<Alert.Kind> PINGS =
      Set.of(Alert.Kind.RUN_STARTED, Alert.Kind.RUN_SUCCEEDED, Alert.Kind.RUN_FAILED);

  /** Copies the collections. */
  public ChannelSettings {
    kinds = Set.copyOf(kinds);
    scopes = List.copyOf(scopes);
  }

  /** A channel that tells each message by itself and at once. */
  public ChannelSettings(
      String name,
      Target target,
      Alert.Severity least,
      Set<Alert.Kind> kinds,
      List<Scope> scopes,
      Duration quiet) {
    this(name, target, least, kinds, scopes, quiet, Duration.ZERO, Duration.ZERO);
  }

  /** Whether it is pinged with each run, in order, rather than sent messages. */
  public boolean isPinged() {
    return target instanceof Target.Pings;
  }

  /** Whether it is told only of what nobody looks after. */
  public boolean escalates() {
    return after.isPositive();
  }

  /** Whether it wants this alert. */
  public boolean wants(Alert alert) {
    boolean kind =
        isPinged() ? PINGS.contains(alert.kind()) : alert.kind().severity().compareTo(least) >= 0;
    return kind && (kinds.isEmpty() || kinds.contains(alert.kind())) && isAbout(alert.subject());
  }

  /** Whether the thing is in its scopes. */
  boolean isAbout(String subject) {
    if (scopes.isEmpty()) {
      return true;
    }
    try {
      DatasetName dataset = DatasetName.of(subject);
      return scopes.stream().anyMatch(scope -> scope.has(dataset));
    } catch (HeveliusException e) {
      // Another thing than a dataset belongs to everything.
      return scopes.contains(new Scope("**"));
    }
  }
}
