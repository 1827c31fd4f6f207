package dev.groundwork.base.http;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The address that a server listens at. */
public final class ListenAddress {
  private ListenAddress() {}

  /**
   * Finds out whether it can be had now: the HTTP library does not say why it cannot listen, and
   * what takes long to start need not be started in vain.
   *
   * @throws dev.groundwork.base.problem.ProblemException with {@link HttpProblem.CannotListen}
   */
  public static void check(HttpConfig config) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(of(config));
    } catch (BindException refused) {
      throw new HttpProblem.CannotListen(reason(config, refused)).raise();
    } catch (IOException broken) {
      String place = config.host() + ":" + config.port();
      throw new HttpProblem.CannotListen("cannot listen at " + place + ": " + broken.getMessage())
          .raise();
    }
  }

  /** The host, with PostgREST's words for every address put as one. */
  private static String host(HttpConfig config) {
    return switch (config.host()) {
      case "*", "*4", "!4" -> "0.0.0.0";
      case "*6", "!6" -> "::";
      case String named -> named;
    };
  }

  static InetSocketAddress of(HttpConfig config) {
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
