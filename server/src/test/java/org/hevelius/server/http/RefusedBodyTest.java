package org.hevelius.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Action;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that are refused before their body is read, which often comes later than the head. */
class RefusedBodyTest {
  private static final String HEAD =
      "POST /api/v1/refusal HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n";
  private static final String REFUSED = "HTTP/1.1 409";

  private final Semaphore refused = new Semaphore(0);
  private final HttpService service =
      HttpService.start(
          HttpService.Settings.loopback(0),
          List.of(
              new Route(
                  "POST",
                  "/api/v1/refusal",
                  Action.READ,
                  new Route.Open(),
                  (_, _) -> {
                    refused.release();
                    throw new HeveliusException(Category.CONFLICT, "no", "never mind");
                  })),
          request -> {
            throw new HeveliusException(Category.DENIED, "nobody");
          },
          _ -> {});

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void leaveTheConnectionForTheNextRequest() throws Exception {
    try (Socket socket = connect()) {
      send(socket, HEAD.formatted(4));
      refused.acquire();
      send(socket, "body" + HEAD.formatted(4) + "body");
      String first = answer(socket.getInputStream());
      String second = answer(socket.getInputStream());
      assertThat(List.of(first, second))
          .allSatisfy(
              answer ->
                  assertThat(answer)
                      .startsWith(REFUSED)
                      .doesNotContainIgnoringCase("connection: close"));
    }
  }

  @Test
  void endTheConnectionByWordWhenTheBodyIsLarge() throws Exception {
    try (Socket socket = connect()) {
      send(socket, HEAD.formatted(99_999));
      assertThat(answer(socket.getInputStream()))
          .startsWith(REFUSED)
          .containsIgnoringCase("connection: close");
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.address().getPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** One answer, up to the end of its document. */
  private static String answer(InputStream in) throws IOException {
    StringBuilder answer = new StringBuilder();
    while (!answer.toString().endsWith("}\n")) {
      int read = in.read();
      assertThat(read).as("the connection ended after: " + answer).isNotNegative();
      answer.append((char) read);
    }
    return answer.toString();
  }
}
