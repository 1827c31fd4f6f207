package dev.groundwork.bench;

import dev.groundwork.base.pg.PgAddress;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The hiring example, served from a copy in a temporary folder with some thousand rows, and its
 * database.
 */
final class Target implements AutoCloseable {
  private static final int ROWS = 2_000;

  private final Path folder;
  private final Process server;
  private final int port;

  private Target(Path folder, Process server, int port) {
    this.folder = folder;
    this.server = server;
    this.port = port;
  }

  /** Starts the server of a checkout and waits until it is ready. */
  static Target start(Path checkout) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("groundwork-bench");
    copy(checkout.resolve("examples/hiring"), folder);
    int port = freePort();
    int adminPort = freePort();
    List<String> command =
        List.of(
            checkout.resolve("groundwork").toString(),
            "start",
            folder.toString(),
            "--port=" + port,
            "--admin-port=" + adminPort,
            "--rows=" + ROWS);
    Path log = folder.resolve("server.log");
    Process server =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Target target = new Target(folder, server, port);
    try {
      target.await(adminPort, log);
      return target;
    } catch (IOException | InterruptedException e) {
      target.close();
      throw e;
    }
  }

  int port() {
    return port;
  }

  /** The database, as its owner; scripts switch to the role of a caller as the server does. */
  PgAddress postgres() {
    try {
      String password = Files.readString(folder.resolve(".groundwork/postgres.password")).strip();
      return PgAddress.local(postgresPort(), "postgres", "postgres", password);
    } catch (IOException e) {
      throw new IllegalStateException("the database's password cannot be read", e);
    }
  }

  /** Where the server's Unix socket is; the product goes by it, too. */
  Path socketFolder() {
    return folder.resolve(".groundwork");
  }

  int postgresPort() {
    try {
      return Integer.parseInt(
          Files.readAllLines(folder.resolve(".groundwork/data/postmaster.pid")).get(3).strip());
    } catch (IOException e) {
      throw new IllegalStateException("the database does not run", e);
    }
  }

  private void await(int adminPort, Path log) throws IOException, InterruptedException {
    HttpRequest ready =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + "/health/ready"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < 600 && server.isAlive(); i++) {
        if (isOk(client, ready)) {
          return;
        }
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }
    throw new IOException("the server did not start: " + Files.readString(log));
  }

  private static boolean isOk(HttpClient client, HttpRequest request) throws InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            boolean skipped =
                List.of(".groundwork", "test").contains(directory.getFileName().toString());
            if (!skipped) {
              Files.createDirectories(to.resolve(from.relativize(directory)));
            }
            return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file)));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Stops the server and removes the copy. */
  @Override
  public void close() throws IOException {
    server.destroy();
    try {
      server.waitFor(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Folders.delete(folder);
  }
}
