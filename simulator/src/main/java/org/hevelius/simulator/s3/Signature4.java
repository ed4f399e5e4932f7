package org.hevelius.simulator.s3;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hevelius.simulator.access.Secrets;
import org.hevelius.simulator.http.Call;

/** Checks AWS signatures of version 4 in the header of a request. */
final class Signature4 {
  private static final Pattern HEADER =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/s3/aws4_request, ?"
              + "SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})");
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
  private static final Duration SKEW = Duration.ofMinutes(15);

  private final Function<String, Optional<String>> secrets;
  private final Clock machine;

  /**
   * Checks against the secrets of keys.
   *
   * @param secrets the secret key of an access key; empty for one that may not enter
   */
  Signature4(Function<String, Optional<String>> secrets, Clock machine) {
    this.secrets = secrets;
    this.machine = machine;
  }

  /** The code of what is wrong; empty when all is right. */
  String problem(Call call) {
    Matcher given = HEADER.matcher(call.header("authorization"));
    if (!given.matches()) {
      return "AccessDenied";
    }
    Optional<String> secret = secrets.apply(given.group(1));
    if (secret.isEmpty()) {
      return "InvalidAccessKeyId";
    }
    String date = call.header("x-amz-date");
    if (!isNear(date) || !date.startsWith(given.group(2))) {
      return "RequestTimeTooSkewed";
    }
    String scope = given.group(2) + "/" + given.group(3) + "/s3/aws4_request";
    String content =
        "AWS4-HMAC-SHA256\n"
            + date
            + "\n"
            + scope
            + "\n"
            + hash(canonical(call, given.group(4)).getBytes(StandardCharsets.UTF_8));
    byte[] key = ("AWS4" + secret.get()).getBytes(StandardCharsets.UTF_8);
    for (String part : List.of(given.group(2), given.group(3), "s3", "aws4_request", content)) {
      key = Secrets.hmac(key, part);
    }
    if (!Secrets.same(HexFormat.of().formatHex(key), given.group(5))) {
      return "SignatureDoesNotMatch";
    }
    String payload = call.header("x-amz-content-sha256");
    return payload.equals("UNSIGNED-PAYLOAD")
            || payload.startsWith("STREAMING-")
            || payload.equals(hash(call.body()))
        ? ""
        : "XAmzContentSHA256Mismatch";
  }

  private boolean isNear(String date) {
    try {
      Instant sent = LocalDateTime.parse(date, DATE).toInstant(ZoneOffset.UTC);
      return Duration.between(sent, machine.instant()).abs().compareTo(SKEW) <= 0;
    } catch (DateTimeParseException _) {
      return false;
    }
  }

  private static String canonical(Call call, String signedHeaders) {
    StringBuilder text =
        new StringBuilder()
            .append(call.method())
            .append('\n')
            .append(call.path())
            .append('\n')
            .append(query(call))
            .append('\n');
    for (String name : signedHeaders.split(";", -1)) {
      text.append(name)
          .append(':')
          .append(call.header(name).strip().replaceAll(" +", " "))
          .append('\n');
    }
    return text.append('\n')
        .append(signedHeaders)
        .append('\n')
        .append(call.header("x-amz-content-sha256"))
        .toString();
  }

  private static String query(Call call) {
    List<String> pairs = new ArrayList<>();
    call.query()
        .forEach(
            (name, values) ->
                values.forEach(value -> pairs.add(encoded(name) + "=" + encoded(value))));
    String[] sorted = pairs.toArray(String[]::new);
    Arrays.sort(sorted);
    return String.join("&", sorted);
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  private static String hash(byte[] bytes) {
    return HexFormat.of().formatHex(Secrets.sha256(bytes));
  }
}
