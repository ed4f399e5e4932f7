package org.hevelius.providers.vast;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import org.hevelius.core.secret.SecretRef;
import org.hevelius.core.storage.Clusters.Login;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is sent so that a management system knows who asks. */
final class VmsLogin {
  private final Login login;
  private final Function<SecretRef, String> secrets;
  private final Set<String> known = new LinkedHashSet<>();
  private @Nullable String header;
  private @Nullable String refresh;

  /**
   * A login of a cluster.
   *
   * @param secrets fetches a secret from where it stands
   */
  VmsLogin(Login login, Function<SecretRef, String> secrets) {
    this.login = login;
    this.secrets = secrets;
  }

  /** Posts a body to a place without a login, such as {@code token/}. */
  interface Door {
    JsonNode post(String place, ObjectNode body);
  }

  /** The header of a request. */
  synchronized String header(Door door) {
    String there = header;
    if (there == null) {
      there = made(door);
      header = there;
    }
    return there;
  }

  /**
   * Gets another header in place of one that was refused.
   *
   * @return whether there is another one, so that it's worth asking again
   */
  synchronized boolean renew(String refused, Door door) {
    if (!refused.equals(header)) {
      return header != null;
    }
    header = login instanceof Login.Jwt ? refreshed(door) : null;
    return !header(door).equals(refused);
  }

  private String made(Door door) {
    return switch (login) {
      case Login.Basic(String user, SecretRef password) ->
          "Basic "
              + secret(
                  Base64.getEncoder()
                      .encodeToString(
                          (user + ":" + secret(secrets.apply(password)))
                              .getBytes(StandardCharsets.UTF_8)));
      case Login.Token(SecretRef token) -> "Api-Token " + secret(secrets.apply(token));
      case Login.Jwt(String user, SecretRef password) -> {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("username", user).put("password", secret(secrets.apply(password)));
        yield bearer(door.post("token/", body));
      }
    };
  }

  private @Nullable String refreshed(Door door) {
    String token = refresh;
    if (token == null) {
      return null;
    }
    try {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      return bearer(door.post("token/refresh/", body.put("refresh", token)));
    } catch (VmsException e) {
      // It may be of no use any more as well; then the password is asked for again.
      refresh = null;
      return null;
    }
  }

  private String bearer(JsonNode pair) {
    String next = pair.path("refresh").asString("");
    refresh = next.isEmpty() ? refresh : secret(next);
    String access = pair.path("access").asString("");
    if (access.isEmpty()) {
      throw VmsException.silent(
          "the answer to the login has no token in it", java.util.List.of(), false, null);
    }
    return "Bearer " + secret(access);
  }

  private String secret(String text) {
    known.add(text);
    return text;
  }

  /** A text in which no secret of this login stands any more. */
  synchronized String withoutSecrets(String text) {
    String clean = text;
    for (String secret : known) {
      clean = secret.isEmpty() ? clean : clean.replace(secret, "***");
    }
    return clean;
  }
}
