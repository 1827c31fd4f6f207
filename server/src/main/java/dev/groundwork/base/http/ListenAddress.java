package dev.groundwork.base.http;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The address that a server listens at. */
public final class ListenAddress {
  /** In the order of the bits of a mode, the highest first. */
  private static final List<PosixFilePermission> BITS =
      List.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE,
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private ListenAddress() {}

  /**
   * Finds out whether it can be had now: the HTTP library does not say why it cannot listen, and
   * what takes long to start need not be started in vain.
   *
   * @throws dev.groundwork.base.problem.ProblemException with {@link HttpProblem.CannotListen}
   */
  public static void check(HttpConfig config) {
    if (config.socket().isPresent()) {
      checkSocket(config.socket().get().file());
    } else {
      checkPort(config);
    }
  }

  private static void checkPort(HttpConfig config) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(port(config));
    } catch (BindException refused) {
      throw new HttpProblem.CannotListen(reason(config, refused)).raise();
    } catch (IOException broken) {
      String place = config.host() + ":" + config.port();
      throw new HttpProblem.CannotListen("cannot listen at " + place + ": " + broken.getMessage())
          .raise();
    }
  }

  /** A socket that nobody listens at was left behind by a program that was killed. */
  private static void checkSocket(Path file) {
    Path folder = file.getParent();
    if (folder == null || !Files.isWritable(folder)) {
      throw new HttpProblem.CannotListen("the folder of the socket " + file + " is not writable")
          .raise();
    }
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    requireAbandoned(file);
    remove(file);
  }

  /** Only a socket refuses a connection; whatever else stands there is none of ours. */
  private static void requireAbandoned(Path file) {
    try {
      if (answers(file)) {
        throw new HttpProblem.CannotListen("the socket " + file + " is taken by another program")
            .raise();
      }
    } catch (ConnectException refused) {
      if (Files.isRegularFile(file) || Files.isDirectory(file)) {
        throw new HttpProblem.CannotListen(file + " is no socket but a file or folder").raise();
      }
    } catch (IOException e) {
      throw new HttpProblem.CannotListen(
              "cannot tell whether the socket " + file + " is in use: " + e.getMessage())
          .raise();
    }
  }

  private static boolean answers(Path file) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
      return channel.isConnected();
    }
  }

  /** Lets those connect to the socket who may. */
  static void open(HttpConfig.UnixSocket socket) {
    int mode = Integer.parseInt(socket.mode(), 8);
    Set<PosixFilePermission> allowed = EnumSet.noneOf(PosixFilePermission.class);
    for (int i = 0; i < BITS.size(); i++) {
      if ((mode >> (BITS.size() - 1 - i) & 1) == 1) {
        allowed.add(BITS.get(i));
      }
    }
    try {
      Files.setPosixFilePermissions(socket.file(), allowed);
    } catch (IOException e) {
      throw new HttpProblem.CannotListen("cannot set the mode of the socket " + socket.file())
          .raise();
    }
  }

  /** Takes the file away. */
  static void remove(HttpConfig.UnixSocket socket) {
    remove(socket.file());
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // the next start finds it, and says so if it is in the way
    }
  }

  /** Whether a client may come from an address: {@code !4} and {@code !6} are for one family. */
  static boolean accepts(HttpConfig config, SocketAddress client) {
    if (!(client instanceof InetSocketAddress known)) {
      return true;
    }
    return switch (config.host()) {
      case "!4" -> known.getAddress() instanceof Inet4Address;
      case "!6" -> known.getAddress() instanceof Inet6Address;
      default -> true;
    };
  }

  /** The host, with PostgREST's words for every address put as one. */
  private static String host(HttpConfig config) {
    return switch (config.host()) {
      case "*", "*4", "!4" -> "0.0.0.0";
      case "*6", "!6" -> "::";
      case String named -> named;
    };
  }

  static SocketAddress of(HttpConfig config) {
    return config.socket().isPresent()
        ? UnixDomainSocketAddress.of(config.socket().get().file())
        : port(config);
  }

  private static InetSocketAddress port(HttpConfig config) {
    InetSocketAddress address = new InetSocketAddress(host(config), config.port());
    if (address.isUnresolved()) {
      throw new HttpProblem.CannotListen("the host '" + config.host() + "' is not known").raise();
    }
    return address;
  }

  private static String reason(HttpConfig config, BindException refused) {
    String said = String.valueOf(refused.getMessage());
    if (said.contains("in use")) {
      return "port " + config.port() + " is taken by another program";
    }
    return said.contains("denied")
        ? "port " + config.port() + " is for the administrator only"
        : "'" + config.host() + "' is no address of this machine";
  }
}
