package dev.groundwork.base.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A client that sends bytes as they are. */
final class Wire implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  Wire(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
    in = socket.getInputStream();
  }

  /** What came back. */
  record Answer(int status, String reason, List<Map.Entry<String, String>> headers, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    Optional<String> header(String name) {
      return headers.stream()
          .filter(line -> line.getKey().equalsIgnoreCase(name))
          .map(Map.Entry::getValue)
          .findFirst();
    }
  }

  /** One request on a connection of its own. */
  static Answer ask(int port, String request) throws IOException {
    return ask(port, request.getBytes(StandardCharsets.UTF_8));
  }

  static Answer ask(int port, byte[] request) throws IOException {
    try (Wire wire = new Wire(port)) {
      wire.send(request);
      return wire.answer(startsWith(request, "HEAD "));
    }
  }

  private static boolean startsWith(byte[] bytes, String prefix) {
    return new String(bytes, StandardCharsets.ISO_8859_1).startsWith(prefix);
  }

  Wire send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  Wire send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  void endOfRequests() throws IOException {
    socket.shutdownOutput();
  }

  Answer answer() throws IOException {
    return answer(false);
  }

  Answer answer(boolean head) throws IOException {
    String line = line();
    int status = Integer.parseInt(line.substring(9, 12));
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (String header = line(); !header.isEmpty(); header = line()) {
      int colon = header.indexOf(':');
      headers.add(Map.entry(header.substring(0, colon), header.substring(colon + 1).strip()));
    }
    int length =
        headers.stream()
            .filter(h -> h.getKey().toLowerCase(Locale.ROOT).equals("content-length"))
            .mapToInt(h -> Integer.parseInt(h.getValue()))
            .findFirst()
            .orElse(0);
    return new Answer(
        status, line.substring(13), headers, head ? new byte[0] : in.readNBytes(length));
  }

  /** All that comes until the server ends the connection. */
  String rest() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("the connection ended within a line: " + out);
      }
      if (b != '\r') {
        out.write(b);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
