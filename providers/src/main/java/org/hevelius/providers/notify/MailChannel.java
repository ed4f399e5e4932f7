package org.hevelius.providers.notify;

import jakarta.activation.DataHandler;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.util.ByteArrayDataSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.notify.Channel;
import org.hevelius.core.notify.Message;
import org.hevelius.core.notify.Target;
import org.hevelius.providers.process.Secrets;
import org.jspecify.annotations.Nullable;

/** Sends messages as plain e-mail. A message that is sent twice has the same Message-ID. */
final class MailChannel implements Channel {
  private static final Pattern STEERING = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]+");

  private final Target.Mail target;
  private final Secrets secrets;
  private final Properties properties;

  MailChannel(Target.Mail target, Secrets secrets) {
    this(target, secrets, new Properties());
  }

  /**
   * With more properties of the mail library.
   *
   * @param more such as other limits
   */
  MailChannel(Target.Mail target, Secrets secrets, Properties more) {
    this.target = target;
    this.secrets = secrets;
    this.properties = properties(target);
    this.properties.putAll(more);
  }

  private static Properties properties(Target.Mail target) {
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.connectiontimeout", "10000");
    properties.setProperty("mail.smtp.timeout", "20000");
    properties.setProperty("mail.smtp.writetimeout", "20000");
    properties.setProperty("mail.smtp.auth", String.valueOf(target.login() != null));
    // One address that is gone must not keep the others from being told.
    properties.setProperty("mail.smtp.sendpartial", "true");
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    switch (target.security()) {
      case TLS -> properties.setProperty("mail.smtp.ssl.enable", "true");
      case STARTTLS -> {
        properties.setProperty("mail.smtp.starttls.enable", "true");
        properties.setProperty("mail.smtp.starttls.required", "true");
      }
      case NONE -> {}
    }
    return properties;
  }

  @Override
  public Outcome deliver(Message message) {
    Session session = Session.getInstance(properties);
    Target.Login login = target.login();
    try (SMTPTransport transport = new SMTPTransport(session, null)) {
      MimeMessage mail = mail(session, message);
      transport.connect(
          target.host(),
          target.port(),
          login == null ? null : login.user(),
          login == null ? null : secrets.of(login.password()));
      transport.sendMessage(mail, mail.getAllRecipients());
      return new Delivered("");
    } catch (HeveliusException e) {
      return new Later(String.valueOf(e.getMessage()), null);
    } catch (AuthenticationFailedException e) {
      return new Later("the mail server doesn't take user and password", null);
    } catch (SendFailedException e) {
      return failed(e);
    } catch (MessagingException e) {
      return new Later("the mail server can't be used: " + reason(e), null);
    }
  }

  private MimeMessage mail(Session session, Message message) throws MessagingException {
    MimeMessage mail =
        new MimeMessage(session) {
          @Override
          protected void updateMessageID() throws MessagingException {
            String domain = target.from().substring(target.from().indexOf('@') + 1);
            setHeader("Message-ID", "<" + plain(message.id()) + "@" + domain + ">");
          }
        };
    mail.setFrom(new InternetAddress(target.from(), true));
    List<Address> to = new ArrayList<>();
    for (String address : target.to()) {
      to.add(new InternetAddress(address, true));
    }
    mail.setRecipients(jakarta.mail.Message.RecipientType.TO, to.toArray(Address[]::new));
    mail.setSubject(plain(message.title()), "UTF-8");
    mail.setSentDate(Date.from(message.alert().time()));
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.setHeader("Hevelius-Delivery", plain(message.id()));
    String text = String.join("\r\n", message.lines().stream().map(MailChannel::plain).toList());
    mail.setDataHandler(
        new DataHandler(
            new ByteArrayDataSource(Http.utf8(text + "\r\n"), "text/plain; charset=UTF-8")));
    mail.saveChanges();
    return mail;
  }

  /** Without what would begin another line, and so another header. */
  private static String plain(String text) {
    return STEERING.matcher(text).replaceAll(" ");
  }

  /** What becomes of a message that some or all recipients didn't get. */
  private static Outcome failed(SendFailedException failure) {
    Address[] sent = failure.getValidSentAddresses();
    List<String> refused = new ArrayList<>();
    boolean passing = false;
    for (Exception e = failure; e != null; e = next(e)) {
      int code = code(e);
      passing |= code < 500;
      if (e instanceof SMTPAddressFailedException address) {
        refused.add(address.getAddress() + " (" + code + ")");
      }
    }
    String who = refused.isEmpty() ? reason(failure) : String.join(", ", refused);
    if (sent != null && sent.length > 0) {
      return new Delivered("the mail server took it for some, but not for " + who);
    }
    String why = "the mail server refused it: " + who;
    return passing ? new Later(why, null) : new Refused(why);
  }

  private static @Nullable Exception next(Exception e) {
    return e instanceof MessagingException messaging ? messaging.getNextException() : null;
  }

  /** The server's code; 500 where only others in the chain have one. */
  private static int code(Exception e) {
    return switch (e) {
      case SMTPAddressFailedException address -> address.getReturnCode();
      case SMTPSenderFailedException sender -> sender.getReturnCode();
      case SMTPSendFailedException send -> send.getReturnCode();
      case SendFailedException _ -> 500;
      default -> 0;
    };
  }

  private static String reason(MessagingException e) {
    Exception cause = e.getNextException();
    return cause == null ? plain(String.valueOf(e.getMessage())) : cause.getClass().getSimpleName();
  }
}
