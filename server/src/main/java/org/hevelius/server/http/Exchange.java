package org.hevelius.server.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.json.JsonOutput;
import org.jspecify.annotations.Nullable;

/** One request and its answer, between the library and our own types. */
final class Exchange {
  private static final String JSON = "application/json";

  private static final long SMALL = 64 << 10;

  private final Context context;
  private final String id;
  private final long maxBody;
  private byte @Nullable [] body;

  Exchange(Context context, String id, long maxBody) {
    this.context = context;
    this.id = id;
    this.maxBody = maxBody;
  }

  Request request() {
    Map<String, String> headers = new HashMap<>();
    context
        .headerMap()
        .forEach(
            (name, value) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              if (!lower.equals("cookie")) {
                headers.put(lower, value);
              }
            });
    return new Request(
        id,
        context.req().getMethod(),
        context.path(),
        context.pathParamMap(),
        query(),
        headers,
        context.cookieMap(),
        context.req().getRemoteAddr(),
        context.req().isSecure(),
        this::body);
  }

  private Map<String, List<String>> query() {
    try {
      return context.queryParamMap();
    } catch (IllegalArgumentException e) {
      throw new HeveliusException(
          Category.INVALID,
          "the query has an escape that can't be understood",
          List.of("a percent sign is written %25"),
          e);
    }
  }

  /** Refuses by what the client says before anything is read, and by what it sends. */
  private byte[] body() {
    byte[] known = body;
    if (known == null) {
      known = read();
      body = known;
    }
    return known;
  }

  private byte[] read() {
    if (context.req().getContentLengthLong() > maxBody) {
      throw ProblemException.tooLarge(maxBody);
    }
    try (InputStream in = context.req().getInputStream()) {
      byte[] bytes = in.readNBytes((int) maxBody + 1);
      if (bytes.length > maxBody) {
        throw ProblemException.tooLarge(maxBody);
      }
      return bytes;
    } catch (IOException e) {
      throw new HeveliusException(
          Category.INVALID, "the body broke off", List.of("nothing was changed"), e);
    }
  }

  /**
   * Reads a small body that nobody has asked for, and says of another that the connection ends with
   * the answer. The server closes a connection on which a body is left: a client that isn't told
   * sends its next request into nothing.
   */
  private void settle() {
    long length = context.req().getContentLengthLong();
    if (body != null || (length <= 0 && context.header("Transfer-Encoding") == null)) {
      return;
    }
    try {
      if (length > 0 && length <= SMALL) {
        byte[] _ = body();
        return;
      }
    } catch (HeveliusException e) {
      // It broke off; then there is nobody who would send another request.
    }
    context.header("Connection", "close");
  }

  /** Whether a body that is too large was announced. */
  boolean announcesTooMuch() {
    return context.req().getContentLengthLong() > maxBody;
  }

  /** Says when it may be tried again; a part of a second counts as a whole one. */
  void retryAfter(Duration wait) {
    context.header("Retry-After", String.valueOf(wait.plusMillis(999).toSeconds()));
  }

  void answer(Problem problem) {
    if (problem.status() == 401) {
      context.header("WWW-Authenticate", "Bearer realm=\"hevelius\"");
    }
    if (problem.status() == 413) {
      context.header("Connection", "close");
    } else {
      settle();
    }
    context.status(problem.status()).contentType(Problem.TYPE);
    send(bytes(problem));
  }

  void answer(Response response) {
    settle();
    context.status(response.status());
    response.headers().forEach(this::header);
    switch (response.body()) {
      case Response.Nothing() -> {}
      case Response.Document(Object value) -> {
        context.contentType(JSON);
        send(bytes(value));
      }
      case Response.Bytes(String type, InputStream content, long length) -> {
        context.contentType(type);
        if (length >= 0) {
          context.res().setContentLengthLong(length);
        }
        send(content);
      }
      case Response.Stream(String type, Response.Writer writer) -> {
        context.contentType(type);
        write(writer);
      }
      case Response.Events(EventSource source) -> {
        context.contentType("text/event-stream");
        context.header("X-Accel-Buffering", "no");
        write(out -> run(source, out));
      }
    }
  }

  private void header(Response.Header header) {
    if (header.name().equals("Set-Cookie")) {
      context.addHeader(header.name(), header.value());
    } else {
      context.header(header.name(), header.value());
    }
  }

  private static byte[] bytes(Object value) {
    return JsonOutput.line(value).getBytes(StandardCharsets.UTF_8);
  }

  private void send(byte[] bytes) {
    context.res().setContentLengthLong(bytes.length);
    write(out -> out.write(bytes));
  }

  /** Writes; what fails on the way breaks the connection. */
  private void write(Response.Writer writer) {
    if (context.req().getMethod().equals("HEAD")) {
      return;
    }
    try {
      OutputStream out = context.res().getOutputStream();
      writer.write(out);
      out.flush();
    } catch (IOException e) {
      // The reader is gone; there is nobody to tell.
      breakOff();
    } catch (RuntimeException e) {
      if (!context.res().isCommitted()) {
        context.res().reset();
        secure();
        throw e;
      }
      breakOff();
    }
  }

  private void breakOff() {
    ServletContextRequest.getServletContextRequest(context.req())
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint()
        .close();
  }

  private void send(InputStream content) {
    try (content) {
      write(content::transferTo);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(EventSource source, OutputStream out) throws IOException {
    try {
      source.run(new EventWriter(out));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Server-sent events on the wire. */
  private record EventWriter(OutputStream out) implements EventSource.Sink {
    @Override
    public boolean send(EventSource.Event event) {
      String data = JsonOutput.line(event.value()).stripTrailing();
      return sent("id: %d\nevent: %s\ndata: %s\n\n".formatted(event.id(), event.name(), data));
    }

    @Override
    public boolean heartbeat() {
      return sent(": still there\n\n");
    }

    private boolean sent(String text) {
      try {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
        return true;
      } catch (IOException e) {
        return false;
      }
    }
  }

  /** The headers that every answer has. */
  void secure() {
    for (List<String> header : SECURITY) {
      context.header(header.getFirst(), header.getLast());
    }
    context.header("X-Request-Id", id);
    if (context.req().isSecure()) {
      context.header("Strict-Transport-Security", "max-age=31536000");
    }
  }

  private static final List<List<String>> SECURITY =
      List.of(
          List.of("Cache-Control", "no-store"),
          List.of("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'"),
          List.of("Referrer-Policy", "no-referrer"),
          List.of("X-Content-Type-Options", "nosniff"));
}
