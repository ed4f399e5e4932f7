package org.hevelius.server.auth;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.server.http.Request;
import org.jspecify.annotations.Nullable;

/**
 * Under which address browsers know the service.
 *
 * @param proxy its address at a proxy, scheme, host and port alone; null when browsers speak to the
 *     service itself. Only with it are the headers of a proxy believed
 */
public record Site(@Nullable URI proxy) {
  private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F.:]{2,45}");

  private static final Pattern LOCAL =
      Pattern.compile(
          "(?i)https?://(localhost|127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}|\\[::1])(:[0-9]{1,5})?");

  /** Browsers speak to the service itself. */
  public static final Site DIRECT = new Site(null);

  /**
   * Checks the address.
   *
   * @throws HeveliusException INVALID when it is more or less than scheme, host and port
   */
  public Site {
    if (proxy != null) {
      String scheme = String.valueOf(proxy.getScheme());
      String path = String.valueOf(proxy.getRawPath());
      boolean bare =
          path.isEmpty() && proxy.getRawQuery() == null && proxy.getRawUserInfo() == null;
      if (!(scheme.equals("https") || scheme.equals("http")) || proxy.getHost() == null || !bare) {
        throw new HeveliusException(
            Category.INVALID,
            "\"" + proxy + "\" is no address of a site",
            "write scheme and host alone, such as https://hevelius.example.org");
      }
    }
  }

  /** Whether nobody on the way can read what is sent, or there is no way. */
  boolean isPrivate(Request request) {
    return secure(request) || (proxy == null && isLoopback(request.remoteAddress()));
  }

  /** Whether browsers come over TLS. */
  boolean secure(Request request) {
    return proxy == null ? request.secure() : "https".equals(proxy.getScheme());
  }

  /**
   * Whether a page of this service sent the request, by the {@code Origin} that browsers name. Over
   * the loopback address that is a name of the loopback: any other was made to point here, and the
   * page is somebody else's.
   */
  boolean isOwn(String origin, Request request) {
    URI site = proxy;
    if (site == null && isLoopback(request.remoteAddress()) && !LOCAL.matcher(origin).matches()) {
      return false;
    }
    String own =
        site != null
            ? site.toString()
            : (request.secure() ? "https://" : "http://") + request.header("Host").orElse("");
    return origin.toLowerCase(Locale.ROOT).equals(own.toLowerCase(Locale.ROOT));
  }

  /** Where the caller is. Of what a proxy names only the last is its own word. */
  String address(Request request) {
    if (proxy == null) {
      return request.remoteAddress();
    }
    String named = request.header("X-Forwarded-For").orElse("");
    String last = named.substring(named.lastIndexOf(',') + 1).strip();
    return ADDRESS.matcher(last).matches() ? last : request.remoteAddress();
  }

  private static boolean isLoopback(String address) {
    return address.startsWith("127.")
        || address.equals("::1")
        || address.equals("[::1]")
        || address.equals("0:0:0:0:0:0:0:1")
        || address.equals("[0:0:0:0:0:0:0:1]");
  }
}
