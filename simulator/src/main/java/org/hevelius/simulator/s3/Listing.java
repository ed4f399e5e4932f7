package org.hevelius.simulator.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** One page of the keys of a bucket, in the order of their bytes. */
final class Listing {
  private static final int LARGEST = 1000;
  private static final Comparator<String> BYTES =
      (one, other) ->
          Arrays.compareUnsigned(
              one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

  private final Buckets buckets;
  private final ObjectNode view;
  private final String prefix;
  private final boolean delimited;
  private final String after;
  private final int most;
  private final boolean encodes;
  private final List<Buckets.Entry> found = new ArrayList<>();

  Listing(Buckets buckets, ObjectNode view, Map<String, List<String>> query) {
    this.buckets = buckets;
    this.view = view;
    this.prefix = first(query, "prefix");
    this.delimited = first(query, "delimiter").equals("/");
    this.encodes = first(query, "encoding-type").equals("url");
    String token = first(query, "continuation-token");
    this.after =
        token.isEmpty()
            ? first(query, "start-after")
            : new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    String max = first(query, "max-keys");
    this.most = max.matches("\\d{1,6}") ? Math.min(LARGEST, Integer.parseInt(max)) : LARGEST;
  }

  static String first(Map<String, List<String>> query, String name) {
    return query.getOrDefault(name, List.of("")).getFirst();
  }

  /** The page as XML. */
  String xml(String bucket) {
    if (most > 0) {
      walk(buckets.root(view));
    }
    boolean more = found.size() > most;
    List<Buckets.Entry> page = more ? found.subList(0, most) : found;
    StringBuilder text = new StringBuilder();
    text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        .append("<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
    element(text, "Name", bucket);
    element(text, "Prefix", key(prefix));
    element(text, "KeyCount", "" + page.size());
    element(text, "MaxKeys", "" + most);
    if (delimited) {
      element(text, "Delimiter", "/");
    }
    if (encodes) {
      element(text, "EncodingType", "url");
    }
    element(text, "IsTruncated", "" + more);
    if (more) {
      element(
          text,
          "NextContinuationToken",
          Base64.getUrlEncoder()
              .encodeToString(page.getLast().key().getBytes(StandardCharsets.UTF_8)));
    }
    page.stream().filter(entry -> !entry.directory()).forEach(entry -> contents(text, entry));
    page.stream()
        .filter(Buckets.Entry::directory)
        .forEach(
            entry -> {
              text.append("<CommonPrefixes>");
              element(text, "Prefix", key(entry.key()));
              text.append("</CommonPrefixes>");
            });
    return text.append("</ListBucketResult>").toString();
  }

  private void walk(Buckets.Entry directory) {
    List<Buckets.Entry> children = new ArrayList<>(buckets.children(view, directory, prefix));
    children.sort(Comparator.comparing(Buckets.Entry::key, BYTES));
    for (Buckets.Entry child : children) {
      if (found.size() > most) {
        return;
      }
      String key = child.key();
      boolean within = key.startsWith(prefix);
      if (!within && !(child.directory() && prefix.startsWith(key))) {
        continue;
      }
      boolean isShown =
          !child.directory() || (delimited && within && key.length() > prefix.length());
      boolean passed = BYTES.compare(key, after) <= 0;
      if (isShown && !passed) {
        found.add(child);
      } else if (!isShown && (!passed || after.startsWith(key))) {
        walk(child);
      }
    }
  }

  private void contents(StringBuilder text, Buckets.Entry entry) {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(entry.real(), BasicFileAttributes.class);
      text.append("<Contents>");
      element(text, "Key", key(entry.key()));
      element(text, "LastModified", time(attributes.lastModifiedTime().toInstant()));
      element(text, "ETag", S3.etag(attributes));
      element(text, "Size", "" + attributes.size());
      element(text, "StorageClass", "STANDARD");
      text.append("</Contents>");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private String key(String key) {
    return encodes ? Signature4.encoded(key).replace("%2F", "/") : key;
  }

  static void element(StringBuilder text, String name, String value) {
    text.append('<').append(name).append('>');
    value
        .codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '&' -> text.append("&amp;");
                case '\r' -> text.append("&#13;");
                default -> text.appendCodePoint(point);
              }
            });
    text.append("</").append(name).append('>');
  }
}
