package org.hevelius.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hevelius.core.catalog.CatalogFixtures.RAW;
import static org.hevelius.core.catalog.CatalogFixtures.TIME;
import static org.hevelius.core.catalog.CatalogFixtures.dataset;
import static org.hevelius.core.catalog.CatalogFixtures.event;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.audit.AuditEntry;
import org.hevelius.core.catalog.Catalog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of users, tokens and sessions promises. */
public abstract class AccessContract {
  private static final List<Grant> GRANTS =
      List.of(new Grant(Role.RESEARCHER, "cosmos7/**"), new Grant(Role.VIEWER, Grant.ALL));
  private static final User MAYA = new User("maya", GRANTS, true, TIME);
  private static final User ROBOT =
      new User("ci@lab", List.of(new Grant(Role.VIEWER, "a")), false, TIME);
  private static final ApiToken TOKEN =
      new ApiToken("hev_00000001", "maya", "nightly job", GRANTS, TIME, null, null);

  private Catalog catalog;
  private AccessStore store;

  /** A new, empty catalog. */
  protected abstract Catalog create();

  @BeforeEach
  void open() {
    catalog = create();
    store = catalog.access();
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void usersComeBackAsTheyWereSortedByName() {
    store.addUser(MAYA, "hash of maya", event("user add", "maya"));
    store.addUser(ROBOT, null, event("user add", "ci@lab"));
    assertThat(store.users()).containsExactly(ROBOT, MAYA);
    assertThat(store.user("maya")).contains(MAYA);
    assertThat(store.user("may")).isEmpty();
    assertThat(store.passwordHash("maya")).contains("hash of maya");
    assertThat(store.passwordHash("ci@lab")).isEmpty();
    assertThat(store.passwordHash("nobody")).isEmpty();
    fails(Category.CONFLICT, () -> store.addUser(MAYA, "other", event("user add", "again")));
    assertThat(store.passwordHash("maya")).contains("hash of maya");
    assertThat(actions()).containsExactly("user add", "user add");
  }

  @Test
  void aUserIsChangedOnlyFromTheExpectedState() {
    User more = new User("maya", List.of(new Grant(Role.ADMIN, Grant.ALL)), true, TIME);
    fails(Category.NOT_FOUND, () -> store.updateUser(MAYA, more, null, event("set", "x")));
    store.addUser(MAYA, "hash", event("add", "x"));
    store.updateUser(MAYA, more, null, event("set", "x"));
    assertThat(store.user("maya")).contains(more);
    assertThat(store.passwordHash("maya")).contains("hash");
    fails(Category.CONFLICT, () -> store.updateUser(MAYA, more, null, event("set", "x")));
    fails(Category.CONFLICT, () -> store.removeUser(MAYA, event("remove", "x")));
    assertThat(actions()).containsExactly("add", "set");
  }

  @Test
  void aNewPasswordEndsTheSessionsOfThatUserAlone() {
    store.addUser(MAYA, "hash", event("add", "x"));
    store.addUser(ROBOT, null, event("add", "x"));
    store.addSession(session("1", "maya", TIME), event("login", "maya"));
    store.addSession(session("2", "ci@lab", TIME), event("login", "ci@lab"));
    store.updateUser(MAYA, MAYA, null, event("set", "x"));
    assertThat(store.sessions("maya")).isEqualTo(1);
    store.updateUser(MAYA, MAYA, "new hash", event("set", "x"));
    assertThat(store.passwordHash("maya")).contains("new hash");
    assertThat(store.session("1")).isEmpty();
    assertThat(store.session("2")).isPresent();
    store.addSession(session("3", "maya", TIME), event("login", "maya"));
    User without = new User("maya", GRANTS, false, TIME);
    store.updateUser(MAYA, without, null, event("set", "x"));
    assertThat(store.passwordHash("maya")).isEmpty();
    assertThat(store.sessions("maya")).isZero();
  }

  @Test
  void removingAUserRemovesTokensAndSessions() {
    store.addUser(MAYA, "hash", event("add", "x"));
    store.addUser(ROBOT, null, event("add", "x"));
    store.addToken(TOKEN, "aa", event("token create", "x"));
    ApiToken other = new ApiToken("hev_2", "ci@lab", "other", GRANTS, TIME, TIME, null);
    store.addToken(other, "bb", event("token create", "x"));
    store.addSession(session("1", "maya", TIME), event("login", "maya"));
    store.removeUser(MAYA, event("remove", "x"));
    assertThat(store.users()).containsExactly(ROBOT);
    assertThat(store.tokens()).containsExactly(other);
    assertThat(store.session("1")).isEmpty();
    fails(Category.NOT_FOUND, () -> store.removeUser(MAYA, event("remove", "x")));
    store.addUser(MAYA, "hash", event("add", "x"));
    assertThat(store.token(TOKEN.prefix())).isEmpty();
  }

  @Test
  void tokensComeBackWithTheirHashAndWhenTheyWereUsed() {
    fails(Category.NOT_FOUND, () -> store.addToken(TOKEN, "aa", event("token create", "x")));
    store.addUser(MAYA, "hash", event("add", "x"));
    store.addToken(TOKEN, "aa", event("token create", "x"));
    fails(Category.CONFLICT, () -> store.addToken(TOKEN, "bb", event("token create", "x")));
    assertThat(store.token(TOKEN.prefix())).contains(new AccessStore.Stored(TOKEN, "aa"));
    assertThat(store.token("hev_")).isEmpty();
    Instant later = TIME.plusSeconds(90);
    store.tokenUsed(TOKEN.prefix(), later);
    store.tokenUsed("hev_none", later);
    assertThat(store.tokens()).singleElement().extracting(ApiToken::lastUsed).isEqualTo(later);
    assertThat(store.revokeToken(TOKEN.prefix(), event("token revoke", "x"))).isTrue();
    assertThat(store.revokeToken(TOKEN.prefix(), event("token revoke", "x"))).isFalse();
    assertThat(actions()).containsExactly("add", "token create", "token revoke");
  }

  @Test
  void sessionsAreSeenEndedAndDropped() {
    LoginSession first = session("1", "maya", TIME);
    fails(Category.NOT_FOUND, () -> store.addSession(first, event("login", "x")));
    store.addUser(MAYA, "hash", event("add", "x"));
    store.addSession(first, event("login", "x"));
    store.addSession(session("2", "maya", TIME.plusSeconds(60)), event("login", "x"));
    store.addSession(session("3", "maya", TIME.plusSeconds(70)), event("login", "x"));
    assertThat(store.session("1")).contains(first);
    store.sessionSeen("1", TIME.plusSeconds(100));
    store.sessionSeen("none", TIME.plusSeconds(100));
    store.dropSessions(TIME.plusSeconds(70), TIME);
    assertThat(store.sessions("maya")).isEqualTo(2);
    assertThat(store.session("2")).isEmpty();
    store.dropSessions(TIME, TIME.plusSeconds(1));
    assertThat(store.session("1")).isEmpty();
    assertThat(store.endSession("3", event("logout", "x"))).isTrue();
    assertThat(store.endSession("3", event("logout", "x"))).isFalse();
    assertThat(actions()).containsExactly("add", "login", "login", "login", "logout");
  }

  @Test
  void aRebuildOfTheCatalogLeavesThemAlone() {
    catalog.addDataset(dataset(RAW.text()), event("dataset add", "x"));
    store.addUser(MAYA, "hash", event("add", "x"));
    store.addToken(TOKEN, "aa", event("token create", "x"));
    catalog.rebuild(Stream.empty(), event("catalog rebuild", ""));
    assertThat(catalog.datasets()).isEmpty();
    assertThat(store.users()).containsExactly(MAYA);
    assertThat(store.tokens()).containsExactly(TOKEN);
    assertThat(catalog.problems()).isEmpty();
  }

  private static LoginSession session(String hash, String user, Instant started) {
    return new LoginSession(hash, user, started, started);
  }

  private List<String> actions() {
    try (Stream<AuditEntry> trail = catalog.audit()) {
      return trail.map(entry -> entry.event().action()).toList();
    }
  }

  private static void fails(Category category, ThrowingCallable call) {
    HeveliusException e = catchThrowableOfType(HeveliusException.class, call);
    assertThat(e).isNotNull();
    assertThat(e.category()).isEqualTo(category);
  }
}
