package org.hevelius.server.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes guessing slow: after some failures each further attempt on an account, and from an address,
 * has to wait, twice as long each time up to a minute. An attempt counts as failed from its
 * beginning, so that many at once don't slip through. Remembers a bounded number of each; the one
 * that has been quiet for longest is forgotten first.
 */
final class LoginDelay {
  private static final int ACCOUNT_FREE = 5;
  private static final int ADDRESS_FREE = 20;
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final int LONGEST_NAME = 200;
  private static final Duration FORGOTTEN = Duration.ofHours(1);

  private record Failures(int count, Instant last) {}

  private final Clock clock;
  private final int most;
  private final Map<String, Failures> accounts = new LinkedHashMap<>();
  private final Map<String, Failures> addresses = new LinkedHashMap<>();

  /**
   * Nothing has failed yet.
   *
   * @param most how many accounts and how many addresses are remembered
   */
  LoginDelay(Clock clock, int most) {
    this.clock = clock;
    this.most = most;
  }

  /** Begins an attempt, or says how long it has to wait; zero when it has begun. */
  synchronized Duration begin(String name, String address) {
    String account = account(name);
    Instant now = clock.instant();
    String network = network(address);
    Duration wait = wait(accounts, account, ACCOUNT_FREE, now);
    Duration other = wait(addresses, network, ADDRESS_FREE, now);
    Duration longer = wait.compareTo(other) > 0 ? wait : other;
    if (longer.isZero()) {
      count(accounts, account, now);
      count(addresses, network, now);
    }
    return longer;
  }

  /** Takes back that the attempt failed: it didn't. */
  synchronized void succeeded(String name, String address) {
    accounts.remove(account(name));
    addresses.computeIfPresent(
        network(address), (_, f) -> f.count() <= 1 ? null : new Failures(f.count() - 1, f.last()));
  }

  /** How many accounts and addresses are remembered. */
  synchronized int size() {
    return accounts.size() + addresses.size();
  }

  private static Duration wait(Map<String, Failures> map, String key, int free, Instant now) {
    Failures failures = map.get(key);
    if (failures == null || failures.count() < free || isForgotten(failures, now)) {
      return Duration.ZERO;
    }
    long seconds = 1L << Math.min(failures.count() - free, 6);
    Duration delay = Duration.ofSeconds(Math.min(seconds, LONGEST.toSeconds()));
    Duration left = Duration.between(now, failures.last().plus(delay));
    // A clock that was set back must not lock anybody out for longer.
    return left.isNegative() ? Duration.ZERO : left.compareTo(delay) > 0 ? delay : left;
  }

  private void count(Map<String, Failures> map, String key, Instant now) {
    Failures before = map.remove(key);
    int count = before == null || isForgotten(before, now) ? 0 : before.count();
    map.put(key, new Failures(count + 1, now));
    if (map.size() > most) {
      map.remove(map.keySet().iterator().next());
    }
  }

  private static boolean isForgotten(Failures failures, Instant now) {
    return now.isAfter(failures.last().plus(FORGOTTEN));
  }

  /** No account has a name that long: what isn't one must not fill the memory. */
  private static String account(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
  }

  /** Of IPv6 the part that a provider gives to one customer. */
  private static String network(String address) {
    String[] parts = address.replace("[", "").replace("]", "").split(":", -1);
    return parts.length <= 4 ? address : String.join(":", parts[0], parts[1], parts[2], parts[3]);
  }
}
