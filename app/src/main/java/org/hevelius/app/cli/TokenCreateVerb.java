package org.hevelius.app.cli;

import java.nio.file.Path;
import java.time.Instant;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.ApiToken;
import org.hevelius.core.retention.CalendarSpan;
import org.hevelius.core.usecase.Accounts;
import org.hevelius.core.usecase.Facade;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "create",
    description = {
      "make a token and print it once",
      "",
      "The token alone goes to the standard output, or to a file that only you can read. Without"
          + " --role it may do all that its user may, else what both may."
    },
    footer = {
      "",
      "hevelius token create \"nightly job\" --user nightly --out nightly.token",
      "hevelius token create dashboard --role viewer --on 'cosmos7/**' --lives 90d"
    })
final class TokenCreateVerb implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "what it is for")
  String name = "";

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "for whom it acts (else the user that is called like you)")
  @Nullable String user;

  @Mixin GrantOptions limits = new GrantOptions();

  @Option(names = "--lives", paramLabel = "TIME", description = "how long it works: 12h, 90d, 1y")
  @Nullable String lives;

  @Option(names = "--expires", paramLabel = "DATE", description = "it works to the end of a day")
  @Nullable String expires;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "write it to this new file, which only you can read")
  @Nullable Path out;

  /**
   * What {@code --json} prints.
   *
   * @param secret the token itself; null when it stands in a file
   */
  record Document(ApiToken token, @Nullable String secret, @Nullable Path file) {}

  TokenCreateVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Accounts.TokenRequest request =
        new Accounts.TokenRequest(user, name, limits.grants(), expiry());
    Path file = out == null ? null : session.workingDirectory().resolve(out).normalize();
    Accounts.Made made =
        session.withFacade(
            home -> file == null ? home.accounts().create(request) : written(home, request, file));
    ApiToken token = made.token();
    session.result(
        new Document(token, file == null ? made.secret().reveal() : null, file),
        () -> {
          if (file == null) {
            session.console().line(made.secret().reveal());
          }
        });
    if (!session.json() && !session.quiet()) {
      tell(token, file);
    }
  }

  private static Accounts.Made written(Facade home, Accounts.TokenRequest request, Path file) {
    try (SecretFile secret = SecretFile.begin(file)) {
      Accounts.Made made = home.accounts().create(request);
      try {
        secret.write(made.secret().reveal() + "\n");
      } catch (HeveliusException e) {
        // Nobody knows it now.
        ApiToken _ = home.accounts().revoke(made.token().prefix());
        throw e;
      }
      return made;
    }
  }

  private @Nullable Instant expiry() {
    String span = lives;
    String date = expires;
    if (span != null && date != null) {
      throw new HeveliusException(Category.INVALID, "give one of --lives and --expires, not both");
    }
    if (span != null) {
      return CalendarSpan.parse(span).after(session.clock().instant());
    }
    return date == null ? null : new Moments(session.times()).expiry(date);
  }

  /** On the error stream, so that the output is the token and nothing else. */
  private void tell(ApiToken token, @Nullable Path file) {
    Instant end = token.expires();
    Console console = session.console();
    console.error(
        "note: token %s of %s, %s; %s"
            .formatted(
                token.prefix(),
                token.owner(),
                token.limits().equals(Accounts.UNLIMITED)
                    ? "not limited"
                    : "limited to " + GrantOptions.text(token.limits()),
                end == null ? "it never expires" : "expires " + session.times().exact(end)));
    console.error(
        file == null
            ? "note: it is shown this once; keep it where only you can read it"
            : "note: it stands in " + Text.printable(file.toString()) + " and nowhere else");
  }
}
