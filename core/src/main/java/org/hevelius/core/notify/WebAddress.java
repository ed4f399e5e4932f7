package org.hevelius.core.notify;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.hevelius.core.HeveliusException;

/** Addresses of the web that messages are sent to. */
public final class WebAddress {
  private WebAddress() {}

  /**
   * An address that messages may be sent to: protected by TLS, or on this machine.
   *
   * @throws HeveliusException INVALID when it isn't one; the text isn't repeated, for it may be
   *     secret
   */
  public static URI parse(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      // Its message repeats the text.
      throw ChannelReader.invalid("this is no URL", "https://host/path");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      throw ChannelReader.invalid(
          "this is no URL of the form https://host/path", "without a user and without #");
    }
    if (!scheme.equals("https") && !(scheme.equals("http") && isThisMachine(uri.getHost()))) {
      throw ChannelReader.invalid(
          "this URL isn't protected by TLS", "https, or http to this machine alone");
    }
    return uri;
  }

  /** Whether the name of a host can only mean this machine. */
  static boolean isThisMachine(String host) {
    return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
  }
}
