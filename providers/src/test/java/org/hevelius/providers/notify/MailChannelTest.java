package org.hevelius.providers.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hevelius.providers.notify.Messages.ID;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.hevelius.core.alert.Alert.Kind;
import org.hevelius.core.notify.Channel.Delivered;
import org.hevelius.core.notify.Channel.Later;
import org.hevelius.core.notify.Channel.Outcome;
import org.hevelius.core.notify.Channel.Refused;
import org.hevelius.core.notify.Message;
import org.hevelius.core.notify.Target;
import org.hevelius.core.secret.SecretRef;
import org.hevelius.testkit.SelfSigned;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailChannelTest {
  private static final SecretRef PASSWORD = new SecretRef.OfVariable("P");
  private static final Message FAILED =
      Messages.of(Kind.RUN_FAILED, "the disk of grünwald is full", "free some: hevelius cleanup");

  @TempDir Path directory;

  private static Target.Mail target(FakeSmtp server, Target.Security security, boolean login) {
    return new Target.Mail(
        "localhost",
        server.port(),
        security,
        login ? new Target.Login("maya", PASSWORD) : null,
        "hevelius@lab.example",
        List.of("ops@lab.example", "maya@lab.example"));
  }

  private static Outcome send(FakeSmtp server, Message message) {
    return new MailChannel(target(server, Target.Security.NONE, false), Messages.secrets("P", "x"))
        .deliver(message);
  }

  @Test
  void sendsPlainTextToAll() throws Exception {
    try (FakeSmtp server = new FakeSmtp(null)) {
      assertThat(send(server, FAILED)).isEqualTo(new Delivered(""));
      assertThat(server.said)
          .contains(
              "MAIL FROM:<hevelius@lab.example>",
              "RCPT TO:<ops@lab.example>",
              "RCPT TO:<maya@lab.example>");
      String mail = server.messages.getFirst();
      assertThat(mail)
          .contains(
              "From: hevelius@lab.example\n",
              "To: ops@lab.example, maya@lab.example\n",
              "Message-ID: <" + ID + "@lab.example>\n",
              "Auto-Submitted: auto-generated\n",
              "Subject: =?UTF-8?Q?[hevelius]_FAILED_cosmos7/raw?=\n"
                  + " =?UTF-8?Q?:_the_disk_of_gr=C3=BCnwald");
      assertThat(mail.replace("=\n", "")).contains("gr=C3=BCnwald", "free some: hevelius cleanup");
    }
  }

  @Test
  void noTextBecomesAHeaderOrAnEndOfTheMessage() throws Exception {
    try (FakeSmtp server = new FakeSmtp(null)) {
      String evil = "bad\r\nBcc: eve@evil.example\r\n\r\n.\r\nMAIL FROM:<eve@evil.example>";
      Message message = Messages.of(Kind.RUN_FAILED, evil, evil, ".");
      assertThat(send(server, message)).isEqualTo(new Delivered(""));
      assertThat(server.messages).hasSize(1);
      String mail = server.messages.getFirst();
      String headers = mail.substring(0, mail.indexOf("\n\n"));
      assertThat(headers.lines().map(line -> line.split(":", -1)[0])).doesNotContain("Bcc");
      assertThat(server.said)
          .filteredOn(line -> line.startsWith("MAIL") || line.startsWith("RCPT"))
          .hasSize(3);
    }
  }

  @Test
  void whatTheServerSaysDecidesWhetherToTryAgain() throws Exception {
    try (FakeSmtp server = new FakeSmtp(null)) {
      server.answers.put("MAIL", "451 later");
      assertThat(send(server, FAILED)).isInstanceOf(Later.class);
      server.answers.put("MAIL", "550 never");
      assertThat(send(server, FAILED)).isInstanceOf(Refused.class);
      server.answers.remove("MAIL");
      server.answers.put(".", "554 never");
      assertThat(send(server, FAILED)).isInstanceOf(Refused.class);
      server.answers.put(".", "452 disk full");
      assertThat(send(server, FAILED)).isInstanceOf(Later.class);
      server.answers.remove(".");
      server.answers.put("RCPT", "550 nobody of that name");
      assertThat(send(server, FAILED))
          .isInstanceOfSatisfying(
              Refused.class,
              refused -> assertThat(refused.why()).contains("ops@lab.example (550)"));
      server.answers.put("RCPT", "450 greylisted");
      assertThat(send(server, FAILED)).isInstanceOf(Later.class);
    }
  }

  @Test
  void oneAddressThatIsGoneDoesNotKeepTheOthersFromBeingTold() throws Exception {
    try (FakeSmtp server = new FakeSmtp(null)) {
      server.answers.put("RCPT TO:<ops", "550 nobody of that name");
      assertThat(send(server, FAILED))
          .isInstanceOfSatisfying(
              Delivered.class,
              delivered -> assertThat(delivered.warning()).contains("ops@lab.example (550)"));
      assertThat(server.messages).hasSize(1);
    }
  }

  @Test
  void aServerThatIsSilentOrGoneIsTriedLater() throws Exception {
    Properties quick = new Properties();
    quick.setProperty("mail.smtp.timeout", "300");
    Target.Mail gone;
    try (FakeSmtp server = new FakeSmtp(null)) {
      server.answers.put("EHLO", "");
      gone = target(server, Target.Security.NONE, false);
      assertThat(new MailChannel(gone, Messages.secrets("P", "x"), quick).deliver(FAILED))
          .isInstanceOf(Later.class);
    }
    assertThat(new MailChannel(gone, Messages.secrets("P", "x")).deliver(FAILED))
        .isInstanceOf(Later.class);
  }

  @Test
  void passwordsGoOverTlsOnlyAndNeverIntoMessages() throws Exception {
    SSLContext own = certificate();
    Properties trusted = new Properties();
    trusted.put("mail.smtp.ssl.socketFactory", own.getSocketFactory());
    try (FakeSmtp plain = new FakeSmtp(null);
        FakeSmtp secured = new FakeSmtp(own)) {
      MailChannel strict =
          new MailChannel(
              target(plain, Target.Security.STARTTLS, true), Messages.secrets("P", "s3cret-word"));
      assertThat(strict.deliver(FAILED)).isInstanceOf(Later.class);
      assertThat(plain.said).noneMatch(line -> line.startsWith("AUTH"));
      // The certificate is nobody's that the machine trusts.
      MailChannel untrusted =
          new MailChannel(
              target(secured, Target.Security.STARTTLS, true),
              Messages.secrets("P", "s3cret-word"));
      assertThat(untrusted.deliver(FAILED)).isInstanceOf(Later.class);
      assertThat(secured.said).noneMatch(line -> line.startsWith("AUTH"));
      MailChannel channel =
          new MailChannel(
              target(secured, Target.Security.STARTTLS, true),
              Messages.secrets("P", "s3cret-word"),
              trusted);
      assertThat(channel.deliver(FAILED)).isEqualTo(new Delivered(""));
      String expected =
          Base64.getEncoder()
              .encodeToString("maya\0maya\0s3cret-word".getBytes(StandardCharsets.UTF_8));
      assertThat(secured.said).contains("AUTH PLAIN " + expected);
      secured.answers.put("AUTH", "535 wrong: s3cret-word");
      assertThat(channel.deliver(FAILED))
          .isInstanceOfSatisfying(
              Later.class, later -> assertThat(later.why()).doesNotContain("s3cret-word"));
      assertThat(
              new MailChannel(
                      target(secured, Target.Security.STARTTLS, true),
                      Messages.secrets("OTHER", "x"),
                      trusted)
                  .deliver(FAILED))
          .isEqualTo(new Later("there is no secret in the variable P", null));
    }
  }

  private SSLContext certificate() throws Exception {
    SelfSigned key = SelfSigned.in(directory);
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(key.keys(), SelfSigned.PASSWORD.toCharArray());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(key.trusted());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
