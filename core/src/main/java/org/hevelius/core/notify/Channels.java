package org.hevelius.core.notify;

import java.util.List;
import org.hevelius.core.HeveliusException;

/** The channels that a home has. */
public interface Channels {
  /** No channel at all. */
  Channels NONE =
      new Channels() {
        @Override
        public List<ChannelSettings> settings() {
          return List.of();
        }

        @Override
        public Channel open(ChannelSettings settings) {
          throw new IllegalArgumentException("there is no channel " + settings.name());
        }
      };

  /**
   * What is configured now, in the order of the file.
   *
   * @throws HeveliusException INVALID with file, line and column for what isn't understood;
   *     UNAVAILABLE when the file can't be read
   */
  List<ChannelSettings> settings();

  /** The channel of these settings. Its secrets are fetched with each delivery. */
  Channel open(ChannelSettings settings);
}
