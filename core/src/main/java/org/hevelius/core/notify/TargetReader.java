package org.hevelius.core.notify;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.hevelius.core.secret.SecretReader;
import org.hevelius.core.secret.SecretRef;
import org.hevelius.core.yaml.Yaml;
import org.jspecify.annotations.Nullable;

/** Reads where a channel delivers to. A secret that is written out is refused, and not repeated. */
final class TargetReader {
  /** The kinds of targets. */
  static final Set<String> WORDS =
      new LinkedHashSet<>(List.of("mail", "webhook", "slack", "healthchecks"));

  private static final Pattern ADDRESS =
      Pattern.compile("[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:-]{1,253}");

  private TargetReader() {}

  static Target read(Yaml.Field field) {
    if (!(field.value() instanceof Yaml.Fields fields)) {
      // It may be a secret, and isn't repeated.
      throw field.value().position().refused("keys with values are expected here");
    }
    return switch (field.key()) {
      case "mail" -> mail(fields);
      case "webhook" -> {
        fields.only(Set.of("url", "secret"));
        yield new Target.Webhook(
            url(ChannelReader.needed(fields, "url").value()),
            secret(ChannelReader.needed(fields, "secret")));
      }
      case "slack" -> {
        fields.only(Set.of("url"));
        yield new Target.Chat(secret(ChannelReader.needed(fields, "url")));
      }
      default -> {
        fields.only(Set.of("url"));
        yield new Target.Pings(secret(ChannelReader.needed(fields, "url")));
      }
    };
  }

  private static Target.Mail mail(Yaml.Fields fields) {
    fields.only(Set.of("host", "port", "security", "user", "password", "from", "to"));
    String host = ChannelReader.needed(fields, "host").value().parsed(TargetReader::host);
    Target.Security security =
        ChannelReader.optional(
            fields,
            "security",
            Target.Security.STARTTLS,
            text -> ChannelReader.word(text, Target.Security.values()));
    if (security == Target.Security.NONE && !WebAddress.isThisMachine(host)) {
      throw ChannelReader.needed(fields, "security")
          .position()
          .refused("without TLS only a mail server on this machine is spoken to");
    }
    List<String> to =
        ChannelReader.needed(fields, "to").value().items().stream()
            .map(item -> item.parsed(TargetReader::address))
            .toList();
    if (to.isEmpty()) {
      throw ChannelReader.needed(fields, "to").position().refused("nobody is named");
    }
    int usual =
        switch (security) {
          case TLS -> 465;
          case STARTTLS -> 587;
          case NONE -> 25;
        };
    return new Target.Mail(
        host,
        ChannelReader.optional(fields, "port", usual, TargetReader::port),
        security,
        login(fields),
        ChannelReader.needed(fields, "from").value().parsed(TargetReader::address),
        to);
  }

  private static Target.@Nullable Login login(Yaml.Fields fields) {
    Yaml.Field user = fields.fields().get("user");
    Yaml.Field password = fields.fields().get("password");
    if (user == null && password == null) {
      return null;
    }
    return new Target.Login(
        ChannelReader.needed(fields, "user").value().line(),
        secret(ChannelReader.needed(fields, "password")));
  }

  private static String host(String text) {
    if (!HOST.matcher(text).matches()) {
      throw ChannelReader.invalid("\"" + text + "\" is no name of a host", "mail.lab.example");
    }
    return text;
  }

  private static int port(String text) {
    if (!text.matches("[1-9][0-9]{0,4}") || Integer.parseInt(text) > 65_535) {
      throw ChannelReader.invalid("\"" + text + "\" is no port", "a number from 1 to 65535");
    }
    return Integer.parseInt(text);
  }

  private static String address(String text) {
    if (!ADDRESS.matcher(text).matches()) {
      throw ChannelReader.invalid(
          "\"" + text + "\" is no address of mail", "write it bare, such as ops@lab.example");
    }
    return text;
  }

  private static SecretRef url(Yaml value) {
    return value instanceof Yaml.Fields
        ? SecretReader.read(value)
        : new SecretRef.Plain(value.parsed(text -> WebAddress.parse(text).toString()));
  }

  private static SecretRef secret(Yaml.Field field) {
    return SecretReader.read(field.value());
  }
}
