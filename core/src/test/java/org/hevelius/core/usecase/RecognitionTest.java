package org.hevelius.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.ApiToken;
import org.hevelius.core.access.Grant;
import org.hevelius.core.access.LoginSession;
import org.hevelius.core.access.Password;
import org.hevelius.core.access.PasswordHasher;
import org.hevelius.core.access.PlainHasher;
import org.hevelius.core.access.Principal;
import org.hevelius.core.access.Role;
import org.hevelius.core.access.SessionSecret;
import org.hevelius.core.audit.AuditEntry;
import org.hevelius.core.audit.AuditEvent.Outcome;
import org.hevelius.core.catalog.InMemoryCatalog;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.find.InMemoryFileIndex;
import org.hevelius.core.provider.Actor;
import org.hevelius.core.provider.GitReader;
import org.hevelius.core.provider.OneRepository;
import org.hevelius.testkit.TestClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Users and tokens are made, and who comes is recognized by them. */
class RecognitionTest {
  private static final DatasetName RAW = DatasetName.of("cosmos7/raw");
  private static final DatasetName OTHER = DatasetName.of("other");
  private static final Password PASSWORD = Password.chosen("correct horse battery");
  private static final List<Grant> RESEARCHER = List.of(new Grant(Role.RESEARCHER, "cosmos7/**"));
  private static final LoginSession.Limits LIMITS =
      new LoginSession.Limits(Duration.ofHours(1), Duration.ofHours(10));

  private final TestClock clock = TestClock.at("2026-11-21T10:00:00Z");
  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private final List<String> compared = new ArrayList<>();
  private final PasswordHasher hasher =
      new PasswordHasher() {
        @Override
        public String hash(Password password) {
          return new PlainHasher().hash(password);
        }

        @Override
        public boolean matches(Password password, String hash) {
          compared.add(hash);
          return new PlainHasher().matches(password, hash);
        }
      };
  private final Context context =
      new Context(
          catalog,
          new InMemoryFileIndex(),
          Map.of(),
          new OneRepository(),
          GitReader.NONE,
          new Actor("maya", "mars"),
          clock,
          hasher);
  private final Accounts accounts = new Accounts(context);
  private final Recognition recognition = new Recognition(context, LIMITS, Runnable::run);

  @Test
  void aTokenActsForItsOwnerWithinItsLimits() {
    accounts.add("sam", RESEARCHER, null);
    Accounts.Made made = token("sam", List.of(new Grant(Role.VIEWER, Grant.ALL)), null);
    Principal caller = recognition.token(made.secret().reveal());
    assertThat(caller.name()).isEqualTo("sam");
    assertThat(caller.means()).isEqualTo("token " + made.token().prefix());
    assertThat(caller.may(Action.READ, RAW)).isTrue();
    assertThat(caller.may(Action.CREATE, RAW)).as("beyond the token").isFalse();
    assertThat(caller.may(Action.READ, OTHER)).as("beyond the owner").isFalse();
    Principal unlimited = recognition.token(token("sam", List.of(), null).secret().reveal());
    assertThat(unlimited.may(Action.CREATE, RAW)).isTrue();
    assertThat(unlimited.may(Action.READ, OTHER)).isFalse();
  }

  @Test
  void aTokenIsRefusedWhenItIsUnknownExpiredOrRevoked() {
    accounts.add("sam", RESEARCHER, null);
    Accounts.Made made = token("sam", List.of(), Duration.ofDays(1));
    String text = made.secret().reveal();
    denied("no token of Hevelius", () -> recognition.token(text.substring(1)));
    denied("no token of Hevelius", () -> recognition.token(text + "x"));
    clock.advance(Duration.ofDays(1).minusSeconds(1));
    recognition.token(text);
    clock.advance(Duration.ofSeconds(1));
    denied("expired", () -> recognition.token(text));
    accounts.revoke(made.token().prefix());
    denied("isn't known", () -> recognition.token(text));
    assertThat(catchThrowableOfType(HeveliusException.class, () -> accounts.revoke(text)))
        .as("the whole token in place of its prefix")
        .hasMessageNotContaining(text);
    assertThat(trail()).noneMatch(line -> line.contains(text));
  }

  @Test
  void aTokenOfTheSamePrefixIsNotEnough() {
    accounts.add("sam", RESEARCHER, null);
    Accounts.Made made = token("sam", List.of(), null);
    ApiToken same = made.token();
    catalog.access().revokeToken(same.prefix(), context.done("x", "", ""));
    catalog.access().addToken(same, "0".repeat(64), context.done("x", "", ""));
    denied("isn't known", () -> recognition.token(made.secret().reveal()));
  }

  @Test
  void theLastUseIsNotedOnceAMinute() {
    accounts.add("sam", RESEARCHER, null);
    Accounts.Made made = token("sam", List.of(), null);
    recognition.token(made.secret().reveal());
    clock.advance(Duration.ofSeconds(59));
    recognition.token(made.secret().reveal());
    assertThat(accounts.tokens().getFirst().lastUsed()).isEqualTo("2026-11-21T10:00:00Z");
    clock.advance(Duration.ofSeconds(1));
    recognition.token(made.secret().reveal());
    assertThat(accounts.tokens().getFirst().lastUsed()).isEqualTo("2026-11-21T10:01:00Z");
  }

  @Test
  void whatIsGrantedOrTakenAwayCountsAtOnce() {
    accounts.add("sam", RESEARCHER, PASSWORD);
    SessionSecret session = recognition.login("sam", PASSWORD, "10.0.0.5").secret();
    String token = token("sam", List.of(), null).secret().reveal();
    assertThat(recognition.session(session).may(Action.CREATE, RAW)).isTrue();
    accounts.change(
        new Accounts.Change("sam", List.of(new Grant(Role.VIEWER, "other")), null, false));
    for (Principal caller : List.of(recognition.session(session), recognition.token(token))) {
      assertThat(caller.may(Action.READ, RAW)).isFalse();
      assertThat(caller.may(Action.READ, OTHER)).isTrue();
    }
    accounts.remove(accounts.plan("sam"));
    denied("session has ended", () -> recognition.session(session));
    denied("isn't known", () -> recognition.token(token));
  }

  @Test
  void eachLoginHasASessionOfItsOwnThatEnds() {
    accounts.add("sam", RESEARCHER, PASSWORD);
    Recognition.Login first = recognition.login("sam", PASSWORD, "10.0.0.5");
    Recognition.Login second = recognition.login("sam", PASSWORD, "10.0.0.5");
    assertThat(first.secret().reveal()).isNotEqualTo(second.secret().reveal());
    assertThat(first.principal().means()).isEqualTo("session");
    clock.advance(Duration.ofMinutes(59));
    recognition.session(first.secret());
    clock.advance(Duration.ofMinutes(1));
    denied("ended", () -> recognition.session(second.secret()));
    for (int hour = 1; hour < 10; hour++) {
      recognition.session(first.secret());
      clock.advance(Duration.ofMinutes(59));
    }
    recognition.session(first.secret());
    clock.advance(Duration.ofMinutes(10));
    denied("ended", () -> recognition.session(first.secret()));
    recognition.login("sam", PASSWORD, "10.0.0.5");
    assertThat(catalog.access().sessions("sam")).as("what has ended is dropped").isEqualTo(1);
  }

  @Test
  void logoutAndANewPasswordEndSessions() {
    accounts.add("sam", RESEARCHER, PASSWORD);
    SessionSecret one = recognition.login("sam", PASSWORD, "10.0.0.5").secret();
    SessionSecret two = recognition.login("sam", PASSWORD, "10.0.0.6").secret();
    recognition.logout(one, "10.0.0.5");
    recognition.logout(one, "10.0.0.5");
    denied("ended", () -> recognition.session(one));
    recognition.session(two);
    Password other = Password.chosen("another password");
    accounts.change(new Accounts.Change("sam", null, other, false));
    denied("ended", () -> recognition.session(two));
    denied("wrong", () -> recognition.login("sam", PASSWORD, "10.0.0.5"));
    recognition.login("sam", other, "10.0.0.5");
    accounts.change(new Accounts.Change("sam", null, null, true));
    denied("wrong", () -> recognition.login("sam", other, "10.0.0.5"));
    assertThat(trail())
        .contains("sam@10.0.0.5 login OK", "sam@10.0.0.5 logout OK", "maya@mars user set OK");
  }

  @Test
  void anUnknownNameTakesTheSameWorkAsAWrongPassword() {
    accounts.add("sam", RESEARCHER, PASSWORD);
    accounts.add("robot", RESEARCHER, null);
    for (String name : List.of("sam", "robot", "nobody")) {
      denied(
          "the name or the password is wrong",
          () -> recognition.login(name, Password.given("wrong"), "10.0.0.5"));
    }
    assertThat(compared).hasSize(3);
  }

  @Test
  void whatIsRefusedIsAudited() {
    accounts.add("sam", RESEARCHER, PASSWORD);
    failure(Category.CONFLICT, () -> accounts.add("sam", RESEARCHER, null));
    failure(Category.NOT_FOUND, () -> token("nobody", List.of(), null));
    failure(Category.NOT_FOUND, () -> token(null, List.of(), null));
    failure(Category.INVALID, () -> token("sam", List.of(), Duration.ZERO));
    assertThat(trail())
        .containsExactly(
            "maya@mars user add OK",
            "maya@mars user add FAILED",
            "maya@mars token create FAILED",
            "maya@mars token create FAILED",
            "maya@mars token create FAILED");
    accounts.add("maya", RESEARCHER, null);
    assertThat(token(null, List.of(), null).token().owner()).isEqualTo("maya");
    assertThat(trail()).last().isEqualTo("maya@mars token create OK");
    recognition.audit("nobody", "10.0.0.9", "GET", "/x", Outcome.REFUSED, "no token");
    assertThat(trail()).last().isEqualTo("nobody@10.0.0.9 GET REFUSED");
  }

  private Accounts.Made token(
      @Nullable String owner, List<Grant> limits, @Nullable Duration lifetime) {
    return accounts.create(
        new Accounts.TokenRequest(
            owner, "job", limits, lifetime == null ? null : clock.instant().plus(lifetime)));
  }

  private List<String> trail() {
    try (Stream<AuditEntry> trail = catalog.audit()) {
      return trail
          .map(AuditEntry::event)
          .map(e -> "%s@%s %s %s".formatted(e.actor(), e.host(), e.action(), e.outcome()))
          .toList();
    }
  }

  private static void denied(String message, ThrowingCallable call) {
    assertThat(failure(Category.DENIED, call)).hasMessageContaining(message);
  }

  private static HeveliusException failure(Category category, ThrowingCallable call) {
    HeveliusException e = catchThrowableOfType(HeveliusException.class, call);
    assertThat(e).isNotNull();
    assertThat(e.category()).as(e.getMessage()).isEqualTo(category);
    return e;
  }
}
