package dev.groundwork.base.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Settings of an HTTP server.
 *
 * @param host address to listen at, such as {@code 127.0.0.1}, or {@code *} for all of the
 *     machine's
 * @param port 0 for any free one
 * @param socket to listen at instead of host and port
 * @param requestIdHeader header that brings a request's id and takes it back; without one, ids are
 *     made here and only logged
 * @param compressFrom bodies of at least so many bytes are compressed for clients that accept it;
 *     empty: none is
 */
public record HttpConfig(
    String host,
    int port,
    Optional<UnixSocket> socket,
    Limits limits,
    Timeouts timeouts,
    Optional<String> requestIdHeader,
    OptionalInt compressFrom) {

  /** Every setting but the address at its default. */
  public static HttpConfig at(String host, int port) {
    return new HttpConfig(
        host,
        port,
        Optional.empty(),
        Limits.DEFAULT,
        Timeouts.DEFAULT,
        Optional.of("X-Request-Id"),
        OptionalInt.of(2048));
  }

  public HttpConfig withSocket(UnixSocket listened) {
    return new HttpConfig(
        host, port, Optional.of(listened), limits, timeouts, requestIdHeader, compressFrom);
  }

  public HttpConfig withLimits(Limits changed) {
    return new HttpConfig(host, port, socket, changed, timeouts, requestIdHeader, compressFrom);
  }

  public HttpConfig withTimeouts(Timeouts changed) {
    return new HttpConfig(host, port, socket, limits, changed, requestIdHeader, compressFrom);
  }

  public HttpConfig withRequestIdHeader(Optional<String> changed) {
    return new HttpConfig(host, port, socket, limits, timeouts, changed, compressFrom);
  }

  public HttpConfig withCompressFrom(OptionalInt changed) {
    return new HttpConfig(host, port, socket, limits, timeouts, requestIdHeader, changed);
  }

  /**
   * A Unix socket.
   *
   * @param file that is made, and removed at the end
   * @param mode who may connect, in the words of {@code chmod}: {@code 660}
   */
  public record UnixSocket(Path file, String mode) {
    public UnixSocket {
      file = file.toAbsolutePath().normalize();
    }
  }

  /**
   * What is accepted at most; sizes in bytes.
   *
   * @param body of a request; more gives 413
   * @param requestLine method, path and query; more gives 414
   * @param headers of a request, all together; more gives 431
   * @param requests that are answered at the same time; more gives 503
   * @param connections that are open at the same time; more wait
   */
  public record Limits(int body, int requestLine, int headers, int requests, int connections) {
    public static final Limits DEFAULT =
        new Limits(10 * 1024 * 1024, 64 * 1024, 32 * 1024, 4096, 16_384);
  }

  /**
   * How long things may take.
   *
   * @param request from a request's first byte to its last; longer gives 408
   * @param idle between requests of a connection
   * @param send of an answer, from its first byte to its last
   * @param shutdown that requests in hand may use up after {@link HttpServer#stop()}
   */
  public record Timeouts(Duration request, Duration idle, Duration send, Duration shutdown) {
    public static final Timeouts DEFAULT =
        new Timeouts(
            Duration.ofSeconds(30),
            Duration.ofSeconds(75),
            Duration.ofMinutes(5),
            Duration.ofSeconds(10));

    /**
     * For a client to take a piece of an answer, of 64 kilobytes at most: a tenth of the time for
     * the whole.
     */
    Duration piece() {
      return Duration.ofNanos(send.toNanos() / 10); // dividedBy is slow, and this is asked often
    }
  }
}
