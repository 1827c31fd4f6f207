package dev.groundwork.base.http;

import dev.groundwork.base.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the HTTP server itself refuses, before or outside of any room. */
public sealed interface HttpProblem extends Problem {

  /** The request is not HTTP as this server understands it. */
  record BadRequest(String reason) implements HttpProblem {
    @Override
    public String code() {
      return "GW400";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "The request is malformed: " + reason;
    }
  }

  /** No route begins with the path. */
  record NoRoute(String path) implements HttpProblem {
    @Override
    public String code() {
      return "GW404";
    }

    @Override
    public int status() {
      return 404;
    }

    @Override
    public String message() {
      return "Nothing is served at '" + path + "'";
    }
  }

  /** The resource is there, but not for this method. */
  record NoMethod(String method, String allowed) implements HttpProblem {
    @Override
    public String code() {
      return "GW405";
    }

    @Override
    public int status() {
      return 405;
    }

    @Override
    public String message() {
      return "The method '" + method + "' is not allowed here";
    }

    @Override
    public List<Map.Entry<String, String>> headers() {
      return List.of(Map.entry("Allow", allowed));
    }
  }

  /** The request did not arrive in time. */
  record TooSlow(long seconds) implements HttpProblem {
    @Override
    public String code() {
      return "GW408";
    }

    @Override
    public int status() {
      return 408;
    }

    @Override
    public String message() {
      return "The request did not arrive within " + seconds + " seconds";
    }
  }

  /** The body is larger than the limit. */
  record BodyTooLarge(long limit) implements HttpProblem {
    @Override
    public String code() {
      return "GW413";
    }

    @Override
    public int status() {
      return 413;
    }

    @Override
    public String message() {
      return "The request body is larger than " + limit + " bytes";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Send it in parts, or raise the server's limit.");
    }
  }

  /** The request line is longer than the limit. */
  record UrlTooLong(long limit) implements HttpProblem {
    @Override
    public String code() {
      return "GW414";
    }

    @Override
    public int status() {
      return 414;
    }

    @Override
    public String message() {
      return "The URL is longer than " + limit + " bytes";
    }
  }

  /** The headers are larger than the limit. */
  record HeadersTooLarge(long limit) implements HttpProblem {
    @Override
    public String code() {
      return "GW431";
    }

    @Override
    public int status() {
      return 431;
    }

    @Override
    public String message() {
      return "The request headers are larger than " + limit + " bytes";
    }
  }

  /** Something unexpected; the log has the cause. */
  record Unexpected(String requestId) implements HttpProblem {
    @Override
    public String code() {
      return "GW500";
    }

    @Override
    public int status() {
      return 500;
    }

    @Override
    public String message() {
      return "Something went wrong in the server";
    }

    @Override
    public Optional<String> hint() {
      return requestId.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "The server's log names the cause beside the request id " + requestId + ".");
    }
  }

  /** A part of HTTP that this server does not do. */
  record Unsupported(String what) implements HttpProblem {
    @Override
    public String code() {
      return "GW501";
    }

    @Override
    public int status() {
      return 501;
    }

    @Override
    public String message() {
      return what;
    }
  }

  /** More requests at once than the server takes on. */
  record Busy() implements HttpProblem {
    @Override
    public String code() {
      return "GW503";
    }

    @Override
    public int status() {
      return 503;
    }

    @Override
    public String message() {
      return "The server has too many requests in hand";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Try again in a moment.");
    }

    @Override
    public List<Map.Entry<String, String>> headers() {
      return List.of(Map.entry("Retry-After", "1"));
    }
  }

  /** An HTTP version that this server does not speak. */
  record Version() implements HttpProblem {
    @Override
    public String code() {
      return "GW505";
    }

    @Override
    public int status() {
      return 505;
    }

    @Override
    public String message() {
      return "HTTP/1.1 is needed";
    }
  }

  /** The address cannot be listened at. Not for clients: this stops the start. */
  record CannotListen(String reason) implements HttpProblem {
    @Override
    public String code() {
      return "GW510";
    }

    @Override
    public int status() {
      return 500;
    }

    @Override
    public String message() {
      return reason;
    }

    @Override
    public Optional<String> hint() {
      return Optional.of(
          "stop the other program or choose another address: --host, --port and --admin-port, or"
              + " server-host, server-port and admin-server-port of PostgREST");
    }
  }
}
