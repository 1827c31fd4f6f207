package dev.groundwork.base.pg;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.net.SocketFactory;

/**
 * Lets the driver reach a server by its Unix socket. The driver makes one of its own, by the name
 * of this class in a connection's parameters. Host and port of the address do not count then.
 */
public final class UnixSocketFactory extends SocketFactory {
  private final Path file;

  /**
   * Called by the driver.
   *
   * @param file the path of the socket, such as {@code /var/run/postgresql/.s.PGSQL.5432}
   */
  public UnixSocketFactory(String file) {
    this.file = Path.of(file);
  }

  /** The parameters that make the driver use a socket, as a query string. */
  static String parameters(Path file) {
    return "socketFactory="
        + UnixSocketFactory.class.getName()
        + "&socketFactoryArg="
        + URLEncoder.encode(file.toString(), StandardCharsets.UTF_8);
  }

  @Override
  public Socket createSocket() throws IOException {
    return new UnixSocket(file);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort)
      throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
      throws IOException {
    return createSocket();
  }
}
