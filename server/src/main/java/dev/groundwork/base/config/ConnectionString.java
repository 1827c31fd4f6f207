package dev.groundwork.base.config;

import dev.groundwork.base.text.NearestName;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A libpq connection string, as a URI or as {@code key=value} words, in the terms of the Java
 * driver. What it leaves open comes from libpq's environment variables, then from libpq's defaults.
 *
 * @param jdbcUrl with every parameter but user, password and Unix socket
 * @param socket the file of the Unix socket that the host names, if it does; the URL's host does
 *     not count then
 * @param user the login role
 * @param password empty when none is given; the driver looks into the password file then
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html">libpq's manual</a>
 */
public record ConnectionString(
    String jdbcUrl, Optional<Path> socket, String user, Optional<String> password) {

  private static final List<String> SCHEMES = List.of("postgresql://", "postgres://");

  /** libpq's environment variables and the parameters that they stand for. */
  private static final Map<String, String> VARIABLES =
      Map.ofEntries(
          Map.entry("PGHOST", "host"),
          Map.entry("PGHOSTADDR", "hostaddr"),
          Map.entry("PGPORT", "port"),
          Map.entry("PGDATABASE", "dbname"),
          Map.entry("PGUSER", "user"),
          Map.entry("PGPASSWORD", "password"),
          Map.entry("PGOPTIONS", "options"),
          Map.entry("PGAPPNAME", "application_name"),
          Map.entry("PGSSLMODE", "sslmode"),
          Map.entry("PGSSLCERT", "sslcert"),
          Map.entry("PGSSLKEY", "sslkey"),
          Map.entry("PGSSLROOTCERT", "sslrootcert"),
          Map.entry("PGCONNECT_TIMEOUT", "connect_timeout"),
          Map.entry("PGTARGETSESSIONATTRS", "target_session_attrs"));

  /** libpq's parameters that the driver has under another name or not at all (empty). */
  private static final Map<String, String> DRIVER_NAMES =
      Map.ofEntries(
          Map.entry("options", "options"),
          Map.entry("application_name", "ApplicationName"),
          Map.entry("sslmode", "sslmode"),
          Map.entry("sslcert", "sslcert"),
          Map.entry("sslkey", "sslkey"),
          Map.entry("sslrootcert", "sslrootcert"),
          Map.entry("sslpassword", "sslpassword"),
          Map.entry("connect_timeout", "connectTimeout"),
          Map.entry("keepalives", "tcpKeepAlive"),
          Map.entry("target_session_attrs", "targetServerType"),
          Map.entry("load_balance_hosts", "loadBalanceHosts"),
          Map.entry("gssencmode", "gssEncMode"),
          Map.entry("krbsrvname", "kerberosServerName"),
          Map.entry("channel_binding", "channelBinding"),
          Map.entry("fallback_application_name", ""),
          Map.entry("client_encoding", ""),
          Map.entry("keepalives_idle", ""),
          Map.entry("keepalives_interval", ""),
          Map.entry("keepalives_count", ""),
          Map.entry("tcp_user_timeout", ""),
          Map.entry("sslcompression", ""),
          Map.entry("sslsni", ""),
          Map.entry("passfile", ""));

  private static final List<String> ADDRESS =
      List.of("host", "hostaddr", "port", "dbname", "user", "password");

  /**
   * Reads a connection string.
   *
   * @param environment where libpq's variables are looked up
   */
  public static Parsed<ConnectionString> parse(String text, Map<String, String> environment) {
    try {
      Map<String, String> parameters = new LinkedHashMap<>();
      VARIABLES.forEach((variable, name) -> {
        String value = environment.getOrDefault(variable, "");
        if (!value.isEmpty()) {
          parameters.put(name, value);
        }
      });
      parameters.putAll(written(text));
      return new Parsed.Good<>(of(parameters));
    } catch (Malformed e) {
      return new Parsed.Bad<>(e.reason);
    }
  }

  /** Without the password, so that it may stand in logs. */
  @Override
  public String toString() {
    return jdbcUrl + " as " + user;
  }

  private static Map<String, String> written(String text) {
    for (String scheme : SCHEMES) {
      if (text.startsWith(scheme)) {
        return fromUri(text.substring(scheme.length()));
      }
    }
    if (text.indexOf('=') < 0) {
      throw new Malformed(
          "must be postgresql://user:password@host:port/database or key=value words");
    }
    return new ConnectionWords(text).read();
  }

  /**
   * What stands behind the scheme: {@code user:password@host:port,host:port/database?key=value}.
   */
  private static Map<String, String> fromUri(String rest) {
    Map<String, String> parameters = new LinkedHashMap<>();
    int at = rest.indexOf('@');
    int slash = rest.indexOf('/');
    String tail = rest;
    if (at >= 0 && (slash < 0 || at < slash)) {
      String[] login = rest.substring(0, at).split(":", 2);
      put(parameters, "user", login[0]);
      put(parameters, "password", login.length > 1 ? login[1] : "");
      tail = rest.substring(at + 1);
    }
    int question = tail.indexOf('?');
    String path = question < 0 ? tail : tail.substring(0, question);
    int database = path.indexOf('/');
    addHosts(parameters, database < 0 ? path : path.substring(0, database));
    put(parameters, "dbname", database < 0 ? "" : path.substring(database + 1));
    if (question >= 0) {
      addQuery(parameters, tail.substring(question + 1));
    }
    return parameters;
  }

  private static void addHosts(Map<String, String> parameters, String hosts) {
    List<String> names = new ArrayList<>();
    List<String> ports = new ArrayList<>();
    for (String each : hosts.split(",", -1)) {
      int colon = each.indexOf(':', each.indexOf(']') + 1);
      names.add(colon < 0 ? each : each.substring(0, colon));
      ports.add(colon < 0 ? "" : each.substring(colon + 1));
    }
    put(parameters, "host", String.join(",", names).replace("[", "").replace("]", ""));
    if (ports.stream().anyMatch(port -> !port.isEmpty())) {
      parameters.put("port", String.join(",", ports));
    }
  }

  private static void addQuery(Map<String, String> parameters, String query) {
    for (String pair : query.split("&", 0)) {
      int equals = pair.indexOf('=');
      if (equals < 0 && !pair.isEmpty()) {
        throw new Malformed("has a parameter without a value behind the question mark");
      }
      if (!pair.isEmpty()) {
        put(parameters, decode(pair.substring(0, equals)), pair.substring(equals + 1));
      }
    }
  }

  private static void put(Map<String, String> parameters, String name, String encoded) {
    if (!encoded.isEmpty()) {
      parameters.put(name, decode(encoded));
    }
  }

  /** Percent-decodes; unlike in HTML forms a plus sign is itself. */
  private static String decode(String encoded) {
    try {
      return java.net.URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw new Malformed("has a % that no two hexadecimal digits follow; write %25 for a %");
    }
  }

  private static ConnectionString of(Map<String, String> parameters) {
    String user = parameters.getOrDefault("user", System.getProperty("user.name", "postgres"));
    String database = parameters.getOrDefault("dbname", user);
    String url = "jdbc:postgresql://" + hosts(parameters) + "/" + encode(database);
    Optional<Path> socket = socket(parameters);
    String query =
        parameters.entrySet().stream()
            .filter(parameter -> !ADDRESS.contains(parameter.getKey()))
            .filter(parameter -> socket.isEmpty() || !isForNetworks(parameter.getKey()))
            .flatMap(
                parameter -> driverParameter(parameter.getKey(), parameter.getValue()).stream())
            .collect(Collectors.joining("&"));
    return new ConnectionString(
        query.isEmpty() ? url : url + "?" + query,
        socket,
        user,
        Optional.ofNullable(parameters.get("password")));
  }

  /** A Unix socket is not encrypted, whatever is said of networks. */
  private static boolean isForNetworks(String parameter) {
    return parameter.startsWith("ssl") || parameter.equals("gssencmode");
  }

  private static String hosts(Map<String, String> parameters) {
    String hosts =
        parameters.getOrDefault("hostaddr", parameters.getOrDefault("host", "localhost"));
    List<String> ports = Arrays.asList(parameters.getOrDefault("port", "5432").split(",", -1));
    List<String> pairs = new ArrayList<>();
    for (String host : hosts.split(",", -1)) {
      String port = ports.size() == 1 ? ports.getFirst() : portAt(ports, pairs.size());
      pairs.add(hostName(host) + ":" + portNumber(port));
    }
    return String.join(",", pairs);
  }

  private static String portAt(List<String> ports, int index) {
    if (index >= ports.size()) {
      throw new Malformed("names more hosts than ports");
    }
    return ports.get(index);
  }

  /** The socket that PostgreSQL makes in the folder that stands in the host's place. */
  private static Optional<Path> socket(Map<String, String> parameters) {
    String host = parameters.getOrDefault("host", "");
    if (!host.startsWith("/") || parameters.containsKey("hostaddr")) {
      return Optional.empty();
    }
    if (host.indexOf(',') >= 0) {
      throw new Malformed("names several hosts, one of them a Unix socket; name the socket alone");
    }
    String port = parameters.getOrDefault("port", "");
    return Optional.of(Path.of(host, ".s.PGSQL." + portNumber(port)));
  }

  private static String hostName(String host) {
    if (host.startsWith("@")) {
      throw new Malformed(
          "names the abstract Unix socket " + host + "; use a folder, such as /var/run/postgresql");
    }
    String name = host.isEmpty() || host.startsWith("/") ? "localhost" : host;
    return name.indexOf(':') < 0 ? name : "[" + name + "]";
  }

  private static int portNumber(String port) {
    try {
      int number = port.isEmpty() ? 5432 : Integer.parseInt(port.strip());
      if (number >= 1 && number <= 65_535) {
        return number;
      }
    } catch (NumberFormatException _) {
      // told below, like a number out of range
    }
    throw new Malformed("has the port " + port + ", which is no number from 1 to 65535");
  }

  private static Optional<String> driverParameter(String name, String value) {
    String driverName = DRIVER_NAMES.get(name);
    if (driverName == null) {
      String near =
          NearestName.to(name, DRIVER_NAMES.keySet())
              .map(each -> "; did you mean " + each + "?")
              .orElse("");
      throw new Malformed("has the unknown or unsupported parameter " + name + near);
    }
    return driverName.isEmpty()
        ? Optional.empty()
        : Optional.of(driverName + "=" + encode(driverValue(name, value)));
  }

  private static String driverValue(String name, String value) {
    return switch (name) {
      case "keepalives" -> String.valueOf(!value.equals("0"));
      case "load_balance_hosts" -> String.valueOf(value.equals("random"));
      case "target_session_attrs" ->
          switch (value) {
            case "any", "primary" -> value;
            case "read-write" -> "primary";
            case "read-only", "standby" -> "secondary";
            case "prefer-standby" -> "preferSecondary";
            default -> throw new Malformed("has an unknown target_session_attrs: " + value);
          };
      default -> value;
    };
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /**
   * Ends the reading of a malformed string; never leaves this class and {@link ConnectionWords}.
   */
  static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String reason;

    Malformed(String reason) {
      super(reason, null, false, false);
      this.reason = reason;
    }
  }
}
