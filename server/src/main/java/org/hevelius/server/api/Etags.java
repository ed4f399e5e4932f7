package org.hevelius.server.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.hevelius.core.json.JsonOutput;
import org.hevelius.server.http.ProblemException;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;

/** Names for what a resource says now. */
final class Etags {
  private Etags() {}

  /** The tag of a record: another one when anything in it is different. */
  static String of(Object value) {
    return text(JsonOutput.line(value));
  }

  /** The tag of a text. */
  static String text(String text) {
    return "\"" + digest(text.getBytes(StandardCharsets.UTF_8)).substring(0, 32) + "\"";
  }

  /** SHA-256 in hex. */
  static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** A record with its tag; 304 when the caller has it already. */
  static Response tagged(Request request, Object value) {
    String tag = of(value);
    return (matches(request.header("If-None-Match"), tag)
            ? new Response(304, java.util.List.of(), new Response.Nothing())
            : Response.ok(value))
        .with("ETag", tag);
  }

  /** Whether one of the tags in a header is this one. */
  static boolean matches(Optional<String> header, String tag) {
    if (header.isEmpty()) {
      return false;
    }
    for (String one : header.orElseThrow().split(",", -1)) {
      if (one.strip().equals("*") || one.strip().replaceFirst("^W/", "").equals(tag)) {
        return true;
      }
    }
    return false;
  }

  /** Goes on only when no tag is given or it is still this one. */
  static void permit(Request request, String tag, String what) {
    Optional<String> wanted = request.header("If-Match");
    if (wanted.isPresent() && !matches(wanted, tag)) {
      throw changed(what);
    }
  }

  /** Goes on only when exactly this tag is given. */
  static void require(Request request, String tag, String what) {
    String wanted =
        request
            .header("If-Match")
            .orElseThrow(
                () ->
                    ProblemException.preconditionRequired(
                        "this is carried out only as it was planned and looked at",
                        "nothing was changed; give the plan's ETag as If-Match"));
    if (!wanted.strip().equals(tag)) {
      throw changed(what);
    }
  }

  static ProblemException changed(String what) {
    return ProblemException.preconditionFailed(
        what + " has changed since it was looked at", "nothing was changed; look again");
  }
}
