package org.hevelius.catalog.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Stands between node and server, and breaks connections at chosen moments. */
final class CuttingProxy implements AutoCloseable {
  /** What becomes of the next request. */
  enum Next {
    PASSES,
    /** The server never sees it. */
    IS_LOST,
    /** The server carries it out, and the answer is lost. */
    LOSES_ITS_ANSWER
  }

  private final ServerSocket listener;
  private final int target;
  private volatile Next next = Next.PASSES;

  CuttingProxy(int target) throws IOException {
    this.target = target;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Decides about the next request of any connection; the ones after it pass. */
  void next(Next decided) {
    next = decided;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        Link link = new Link(client, server);
        Thread.startVirtualThread(link::requests);
        Thread.startVirtualThread(link::answers);
      } catch (IOException e) {
        // Closed, or the server is away: the client sees its connection end.
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private final class Link {
    private final Socket client;
    private final Socket server;
    private volatile boolean deaf;

    Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void requests() {
      byte[] buffer = new byte[65_536];
      try (InputStream in = client.getInputStream();
          OutputStream out = server.getOutputStream()) {
        for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
          Next now = next;
          next = Next.PASSES;
          if (now == Next.IS_LOST) {
            break;
          }
          deaf = now == Next.LOSES_ITS_ANSWER;
          out.write(buffer, 0, n);
          out.flush();
        }
      } catch (IOException e) {
        // Ended by the other side.
      }
      end();
    }

    void answers() {
      byte[] buffer = new byte[65_536];
      try (InputStream in = server.getInputStream();
          OutputStream out = client.getOutputStream()) {
        for (int n = in.read(buffer); n > 0 && !deaf; n = in.read(buffer)) {
          out.write(buffer, 0, n);
          out.flush();
        }
      } catch (IOException e) {
        // Ended by the other side.
      }
      end();
    }

    private void end() {
      try {
        client.close();
        server.close();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
