package dev.groundwork.service.auth.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A mail server that answers as a test says, and knows STARTTLS. */
final class ScriptedSmtp implements AutoCloseable {
  private final ServerSocket socket;
  private final Optional<SSLContext> tls;
  private final UnaryOperator<String> answers;
  final List<String> lines = new CopyOnWriteArrayList<>();

  /**
   * Listens.
   *
   * @param tls offers STARTTLS
   * @param answers to the first word of each command; empty for the usual ones
   */
  ScriptedSmtp(Optional<SSLContext> tls, UnaryOperator<String> answers) throws IOException {
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.tls = tls;
    this.answers = answers;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        Thread.ofVirtual().start(() -> talk(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void talk(Socket client) {
    try (client) {
      say(client, "220 test");
      converse(client, false);
    } catch (IOException gone) {
      lines.add("(gone)");
    }
  }

  private void converse(Socket client, boolean encrypted) throws IOException {
    BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      lines.add((encrypted ? "tls " : "") + line);
      String command = line.split(" ", 2)[0];
      String answer = answers.apply(command);
      if (!answer.isEmpty()) {
        say(client, answer);
      } else if (command.equals("STARTTLS")) {
        say(client, "220 go");
        SSLSocket secure =
            (SSLSocket) tls.orElseThrow().getSocketFactory().createSocket(client, "", 0, true);
        secure.setUseClientMode(false);
        converse(secure, true);
        return;
      } else if (command.equals("EHLO")) {
        say(client, tls.isPresent() && !encrypted ? "250-test\r\n250 STARTTLS" : "250 test");
      } else if (command.equals("DATA")) {
        say(client, "354 go on");
        while (!".".equals(in.readLine())) {}
        say(client, "250 taken");
      } else {
        say(client, command.equals("QUIT") ? "221 bye" : "250 ok");
      }
    }
  }

  private static void say(Socket client, String line) throws IOException {
    client.getOutputStream().write((line + "\r\n").getBytes(UTF_8));
  }
}
