package dev.groundwork.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Sends requests over connections that stay open, one after another on each, and counts the
 * answers. Knows just enough HTTP to cost little beside what it measures.
 */
final class HttpLoad {
  private final int port;
  private final IntFunction<String> requests;
  private final int clients;

  /**
   * A load on a server of this machine.
   *
   * @param requests makes the n-th request
   */
  HttpLoad(int port, IntFunction<String> requests, int clients) {
    this.port = port;
    this.requests = requests;
    this.clients = clients;
  }

  /** Runs for a time; gives answers a second. Any answer but 200 ends the run with an error. */
  double run(int seconds) throws InterruptedException, ExecutionException {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      List<Callable<Long>> work =
          IntStream.range(0, clients)
              .<Callable<Long>>mapToObj(client -> () -> client(client, end))
              .toList();
      long answers = 0;
      for (Future<Long> done : threads.invokeAll(work)) {
        answers += done.get();
      }
      return (double) answers / seconds;
    }
  }

  private long client(int client, long end) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      long answers = 0;
      while (System.nanoTime() < end) {
        out.write(
            requests.apply((int) (client * 7919L + answers)).getBytes(StandardCharsets.ISO_8859_1));
        skipAnswer(in);
        answers++;
      }
      return answers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void skipAnswer(InputStream in) throws IOException {
    String status = line(in);
    if (!status.contains(" 200 ")) {
      throw new IOException("answered " + status);
    }
    long length = 0;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.regionMatches(true, 0, "Content-Length:", 0, 15)) {
        length = Long.parseLong(header.substring(15).strip());
      }
    }
    in.skipNBytes(length);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server hung up");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
