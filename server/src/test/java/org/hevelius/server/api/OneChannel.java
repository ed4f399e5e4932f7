package org.hevelius.server.api;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.hevelius.core.notify.Channel;
import org.hevelius.core.notify.ChannelReader;
import org.hevelius.core.notify.ChannelSettings;
import org.hevelius.core.notify.Channels;

/** The channel {@code ops}, which takes everything. */
final class OneChannel implements Channels {
  final AtomicInteger taken = new AtomicInteger();

  @Override
  public List<ChannelSettings> settings() {
    return ChannelReader.read(
        "notifications.yaml",
        """
        notifications:
        - {name: ops, mail: {host: mail.example, from: a@b.example, to: a@b.example}}
        """);
  }

  @Override
  public Channel open(ChannelSettings settings) {
    return _ -> {
      taken.incrementAndGet();
      return new Channel.Delivered("");
    };
  }
}
