package dev.groundwork.bench.subject;

import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.bench.load.Call;
import dev.groundwork.bench.load.OneClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A project's server, and its database. */
public final class Target implements AutoCloseable {
  /** Lets reads be as large as the benchmarks have them. */
  static final long MAX_ROWS = Integer.MAX_VALUE;

  private static final long START_SECONDS = 120;
  private static final long STOP_SECONDS = 120;

  private final Project project;
  private final Process server;
  private final int port;
  private final int adminPort;
  private final Thread stopAtExit;

  private Target(Project project, Process server, int port, int adminPort) {
    this.project = project;
    this.server = server;
    this.port = port;
    this.adminPort = adminPort;
    this.stopAtExit = new Thread(this::stop);
    Runtime.getRuntime().addShutdownHook(stopAtExit);
  }

  /** Starts the server and waits until it is ready. */
  public static Target start(Project project) throws IOException, InterruptedException {
    Target target = launch(project);
    Call ready = Call.read("/health/ready");
    if (!target.answers(target.adminPort, ready, 20)) {
      String log = Files.readString(target.log());
      target.close();
      throw new IOException("the server did not start: " + log);
    }
    return target;
  }

  /** Starts the server and does not wait. */
  public static Target launch(Project project) throws IOException {
    int port = freePort();
    int adminPort = freePort();
    ProcessBuilder builder = new ProcessBuilder(command(project, port, adminPort));
    Map<String, String> environment = builder.environment();
    environment.put("GROUNDWORK_REST_MAX_ROWS", Long.toString(MAX_ROWS));
    environment.merge(
        "GROUNDWORK_JAVA_OPTIONS",
        "-Xlog:gc:file=" + garbageLog(project),
        (given, ours) -> given + " " + ours);
    builder.redirectErrorStream(true).redirectOutput(log(project).toFile());
    return new Target(project, builder.start(), port, adminPort);
  }

  private static List<String> command(Project project, int port, int adminPort) {
    List<String> command = new ArrayList<>();
    command.add(project.checkout().resolve("groundwork").toString());
    command.addAll(List.of("start", project.folder().toString()));
    command.addAll(List.of("--port=" + port, "--admin-port=" + adminPort));
    if (project.rows() > 0) {
      command.add("--rows=" + project.rows());
    }
    return command;
  }

  private static Path log(Project project) {
    return project.folder().resolve("server.log");
  }

  private static Path garbageLog(Project project) {
    return project.folder().resolve("garbage.log");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Asks a port until it answers as expected; false when the server ends or takes too long. */
  public boolean answers(int at, Call call, int millisBetween) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (server.isAlive() && System.nanoTime() < end) {
      try (OneClient client = new OneClient(at)) {
        if (client.call(call).status() == call.status()) {
          return true;
        }
      } catch (IOException notYet) {
        // nobody listens, or it is too early
      }
      TimeUnit.MILLISECONDS.sleep(millisBetween);
    }
    return false;
  }

  /** The port of the API. */
  public int port() {
    return port;
  }

  /** The port of health checks. */
  public int adminPort() {
    return adminPort;
  }

  /** The server's process. */
  public long pid() {
    return server.pid();
  }

  /** What the server has printed. */
  public Path log() {
    return log(project);
  }

  /** What Java's garbage collector has logged. */
  public GarbageLog garbage() {
    return new GarbageLog(garbageLog(project));
  }

  /** Tokens of this project. */
  public Tokens tokens() throws IOException {
    return Tokens.of(project.state().resolve("secrets.toml"));
  }

  /** The database, as its owner; scripts switch to the role of a caller as the server does. */
  public PgAddress postgres() throws IOException {
    String password = Files.readString(project.state().resolve("postgres.password")).strip();
    return PgAddress.local(postgresPort(), "postgres", "postgres", password);
  }

  /** Where PostgreSQL's Unix socket is; the server goes by it, too. */
  public Path socketFolder() {
    return project.state();
  }

  int postgresPort() throws IOException {
    return Integer.parseInt(postmaster(3));
  }

  /** PostgreSQL's first process, whose children serve the connections. */
  public long postgresPid() throws IOException {
    return Long.parseLong(postmaster(0));
  }

  private String postmaster(int line) throws IOException {
    return Files.readAllLines(project.state().resolve("data/postmaster.pid")).get(line).strip();
  }

  private void stop() {
    server.destroy();
    try {
      if (!server.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        server.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops the server and its database. */
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(stopAtExit);
    stop();
  }
}
