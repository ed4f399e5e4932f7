package org.hevelius.providers.notify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.notify.Channel;
import org.hevelius.core.notify.ChannelReader;
import org.hevelius.core.notify.ChannelSettings;
import org.hevelius.core.notify.Channels;
import org.hevelius.core.notify.Target;
import org.hevelius.providers.process.Secrets;
import org.jspecify.annotations.Nullable;

/**
 * The channels that {@code notifications.yaml} in a home names; none when there is no such file.
 */
public final class ConfiguredChannels implements Channels {
  /** The name of the file. */
  public static final String FILE = "notifications.yaml";

  private final Path file;
  private final Secrets secrets;
  private final Http http;
  private final Clock clock;

  /**
   * The channels of a home.
   *
   * @param environment gives the value of a variable, or null
   */
  public ConfiguredChannels(
      Path home, Function<String, @Nullable String> environment, Clock clock) {
    this.file = home.resolve(FILE);
    this.secrets = new Secrets(home, environment);
    this.http = new Http(clock);
    this.clock = clock;
  }

  @Override
  public List<ChannelSettings> settings() {
    try {
      return ChannelReader.read(file.toString(), Files.readString(file));
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "can't read " + file + ": " + e.getMessage(),
          List.of("nothing was changed; check that it is readable and text in UTF-8"),
          e);
    }
  }

  @Override
  public Channel open(ChannelSettings settings) {
    return switch (settings.target()) {
      case Target.Mail mail -> new MailChannel(mail, secrets);
      case Target.Webhook webhook -> new WebhookChannel(webhook, secrets, http, clock);
      case Target.Chat chat -> new ChatChannel(chat, secrets, http);
      case Target.Pings pings -> new PingChannel(pings, secrets, http);
    };
  }
}
