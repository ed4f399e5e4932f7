package org.hevelius.simulator.s3;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hevelius.simulator.access.Secrets;
import org.hevelius.simulator.access.Users;
import org.hevelius.simulator.files.Places;
import org.hevelius.simulator.http.Answer;
import org.hevelius.simulator.http.Call;
import org.hevelius.simulator.state.Store;
import tools.jackson.databind.node.ObjectNode;

/** The part of the S3 protocol that reading takes; buckets are named in the path. */
public final class S3 {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");
  private static final String XML = "application/xml";

  /** Who may read. */
  public record Keys(String access, String secret) {
    @Override
    public String toString() {
      return access;
    }
  }

  private final Buckets buckets;
  private final Signature4 signature;

  /** The buckets of a store. */
  public S3(Keys keys, Store store, Places places, Clock machine) {
    this.buckets = new Buckets(store, places);
    this.signature =
        new Signature4(
            key ->
                key.equals(keys.access()) ? Optional.of(keys.secret()) : Users.secret(store, key),
            machine);
  }

  /** Answers a request. */
  public Answer answer(Call call) {
    String problem = signature.problem(call);
    if (!problem.isEmpty()) {
      return error(403, problem, "The request was refused: " + problem + ".");
    }
    String[] parts = call.path().substring(1).split("/", 2);
    String bucket = Call.decoded(parts[0].replace("+", "%2B"));
    String key = parts.length < 2 ? "" : Call.decoded(parts[1].replace("+", "%2B"));
    if (!call.method().equals("GET") && !call.method().equals("HEAD")) {
      return error(403, "AccessDenied", "The stand-in's buckets are read only.");
    }
    if (bucket.isEmpty()) {
      return Answer.text(200, XML, allBuckets());
    }
    Optional<ObjectNode> view = buckets.view(bucket);
    if (view.isEmpty()) {
      return error(404, "NoSuchBucket", "The specified bucket does not exist.");
    }
    return key.isEmpty() ? inBucket(call, bucket, view.get()) : object(call, view.get(), key);
  }

  private Answer inBucket(Call call, String bucket, ObjectNode view) {
    Map<String, List<String>> query = call.query();
    if (call.method().equals("HEAD")) {
      return Answer.empty(200);
    }
    if (query.containsKey("location")) {
      return Answer.text(
          200, XML, "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"/>");
    }
    if (!Listing.first(query, "list-type").equals("2")) {
      return error(501, "NotImplemented", "The stand-in knows ListObjectsV2 only.");
    }
    String delimiter = Listing.first(query, "delimiter");
    if (!delimiter.isEmpty() && !delimiter.equals("/")) {
      return error(501, "NotImplemented", "The stand-in knows the delimiter / only.");
    }
    try {
      return Answer.text(200, XML, new Listing(buckets, view, query).xml(bucket));
    } catch (IllegalArgumentException _) {
      return error(400, "InvalidArgument", "The continuation token is none.");
    }
  }

  private Answer object(Call call, ObjectNode view, String key) {
    Optional<Path> file = buckets.file(view, key);
    if (file.isEmpty()) {
      return error(404, "NoSuchKey", "The specified key does not exist.");
    }
    try {
      BasicFileAttributes attributes = Files.readAttributes(file.get(), BasicFileAttributes.class);
      return object(call, file.get(), attributes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answer object(Call call, Path file, BasicFileAttributes attributes) {
    long size = attributes.size();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/octet-stream");
    headers.put("ETag", etag(attributes));
    headers.put("Accept-Ranges", "bytes");
    headers.put(
        "Last-Modified",
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            attributes.lastModifiedTime().toInstant().atOffset(ZoneOffset.UTC)));
    Matcher range = RANGE.matcher(call.header("range"));
    if (!range.matches() || (range.group(1) + range.group(2)).isEmpty()) {
      return new Answer(200, headers, size, out -> send(file, 0, size, out));
    }
    boolean tail = range.group(1).isEmpty();
    long from =
        tail ? Math.max(0, size - Long.parseLong(range.group(2))) : Long.parseLong(range.group(1));
    long last =
        tail || range.group(2).isEmpty()
            ? size - 1
            : Math.min(size - 1, Long.parseLong(range.group(2)));
    if (from > last) {
      return error(416, "InvalidRange", "The requested range cannot be satisfied.");
    }
    headers.put("Content-Range", "bytes " + from + "-" + last + "/" + size);
    long length = last - from + 1;
    return new Answer(206, headers, length, out -> send(file, from, length, out));
  }

  private static void send(Path file, long from, long length, OutputStream out) throws IOException {
    try (FileChannel in = FileChannel.open(file)) {
      in.position(from);
      WritableByteChannel target = Channels.newChannel(out);
      ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
      long left = length;
      while (left > 0) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), left));
        int read = in.read(buffer);
        if (read < 0) {
          throw new IOException("the file got shorter");
        }
        left -= read;
        target.write(buffer.flip());
      }
    }
  }

  /** Not a hash of the content, and with a dash so that nobody takes it for one. */
  static String etag(BasicFileAttributes attributes) {
    String what = attributes.size() + " " + attributes.lastModifiedTime() + attributes.fileKey();
    byte[] hash = Secrets.sha256(what.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return "\"" + HexFormat.of().formatHex(hash, 0, 16) + "-1\"";
  }

  private String allBuckets() {
    StringBuilder text =
        new StringBuilder(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListAllMyBucketsResult"
                + " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Buckets>");
    for (String name : buckets.names()) {
      text.append("<Bucket>");
      Listing.element(text, "Name", name);
      text.append("<CreationDate>2026-01-01T00:00:00.000Z</CreationDate></Bucket>");
    }
    return text.append("</Buckets></ListAllMyBucketsResult>").toString();
  }

  private static Answer error(int status, String code, String message) {
    StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>");
    Listing.element(text, "Code", code);
    Listing.element(text, "Message", message);
    return Answer.text(status, XML, text.append("</Error>").toString());
  }
}
