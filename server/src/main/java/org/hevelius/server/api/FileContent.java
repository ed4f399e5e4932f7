package org.hevelius.server.api;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;
import org.hevelius.core.usecase.Trees;
import org.hevelius.server.http.ProblemException;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.jspecify.annotations.Nullable;

/** A file of a snapshot as an answer: all of it, a range of it, or that the caller has it. */
final class FileContent {
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

  /** Bytes from the first one on. */
  private record Range(long first, long length) {}

  private FileContent() {}

  /** The answer; closes the tree when the content was sent or isn't wanted. */
  static Response of(Request request, SnapshotTree tree, TreeEntry file, Snapshot snapshot) {
    // A snapshot never changes, so its name and the path name the content.
    String tag = Etags.text(snapshot.name() + "\n" + file.path());
    if (file.isFile() && Etags.matches(request.header("If-None-Match"), tag)) {
      tree.close();
      return new Response(304, List.of(), new Response.Nothing()).with("ETag", tag);
    }
    Range range = file.isFile() ? range(request, tag, file.size()) : null;
    InputStream content = Trees.content(tree, file, snapshot.reference());
    Range sent = range == null ? new Range(0, file.size()) : range;
    Response response =
        new Response(
                range == null ? 200 : 206,
                List.of(),
                new Response.Bytes(
                    "application/octet-stream",
                    new Section(content, sent.first(), sent.length(), tree),
                    sent.length()))
            .with("ETag", tag)
            .with("Accept-Ranges", "bytes")
            .with("Content-Disposition", "attachment; filename*=UTF-8''" + encoded(file.name()));
    return range == null
        ? response
        : response.with(
            "Content-Range",
            "bytes %d-%d/%d"
                .formatted(range.first(), range.first() + range.length() - 1, file.size()));
  }

  private static String encoded(String name) {
    return URLEncoder.encode(Names.show(name), StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The one range that is asked for; null for all, which may be sent for several too. */
  private static @Nullable Range range(Request request, String tag, long size) {
    Optional<String> header = request.header("Range");
    if (header.isEmpty() || !request.header("If-Range").orElse(tag).equals(tag)) {
      return null;
    }
    Matcher matcher = RANGE.matcher(header.orElseThrow().strip());
    if (!matcher.matches() || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
      return null;
    }
    if (matcher.group(1).isEmpty()) {
      long last = Math.min(size, Long.parseLong(matcher.group(2)));
      return satisfiable(new Range(size - last, last), size);
    }
    long first = Long.parseLong(matcher.group(1));
    long end =
        matcher.group(2).isEmpty() ? size : Math.min(size, Long.parseLong(matcher.group(2)) + 1);
    return end <= first && first < size ? null : satisfiable(new Range(first, end - first), size);
  }

  private static Range satisfiable(Range range, long size) {
    if (range.length() <= 0 || range.first() >= size) {
      throw new ProblemException(
          416,
          "range_not_satisfiable",
          Category.INVALID,
          "the file has no such range; it has " + size + " bytes");
    }
    return range;
  }

  /** A part of a stream, which is read up to it only when the part is. */
  private static final class Section extends FilterInputStream {
    private final SnapshotTree tree;
    private long before;
    private long left;

    Section(InputStream content, long first, long length, SnapshotTree tree) {
      super(content);
      this.before = first;
      this.left = length;
      this.tree = tree;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
      if (before > 0) {
        in.skipNBytes(before);
        before = 0;
      }
      if (left == 0) {
        return -1;
      }
      int read = in.read(bytes, from, (int) Math.min(count, left));
      left -= Math.max(read, 0);
      return read;
    }

    @Override
    public void close() throws IOException {
      try (tree) {
        super.close();
      }
    }
  }
}
