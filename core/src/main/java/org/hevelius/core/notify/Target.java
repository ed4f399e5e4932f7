package org.hevelius.core.notify;

import java.util.List;
import org.hevelius.core.secret.SecretRef;
import org.jspecify.annotations.Nullable;

/** Where a channel delivers to, and how. */
public sealed interface Target {
  /** What it is, as the configuration writes it. */
  String word();

  /** How the connection to a mail server is protected. */
  enum Security {
    /** TLS from the first byte. */
    TLS,
    /** TLS after a greeting; a server that can't do it gets nothing. */
    STARTTLS,
    /** Not at all; only on this machine. */
    NONE
  }

  /** The account at a mail server. */
  record Login(String user, SecretRef password) {}

  /**
   * E-mail over SMTP.
   *
   * @param login null for a server that asks for none
   */
  record Mail(
      String host, int port, Security security, @Nullable Login login, String from, List<String> to)
      implements Target {
    /** Copies the list. */
    public Mail {
      to = List.copyOf(to);
    }

    @Override
    public String word() {
      return "mail";
    }
  }

  /**
   * A signed document in a POST.
   *
   * @param key what the signature is made with
   */
  record Webhook(SecretRef url, SecretRef key) implements Target {
    @Override
    public String word() {
      return "webhook";
    }
  }

  /** An incoming webhook as Slack, Mattermost and Rocket.Chat have it. */
  record Chat(SecretRef url) implements Target {
    @Override
    public String word() {
      return "slack";
    }
  }

  /** A dead man's switch as Healthchecks has it: told of each run, alarmed by silence. */
  record Pings(SecretRef url) implements Target {
    @Override
    public String word() {
      return "healthchecks";
    }
  }
}
