package dev.groundwork.service.auth.limit;

import dev.groundwork.base.problem.Problem;
import java.util.List;
import java.util.Map;

/** What can go wrong with rate limits. */
public sealed interface LimitProblem extends Problem {

  /** The store of the limits cannot be reached, so that nobody knows whether one is kept. */
  record Unavailable() implements LimitProblem {
    @Override
    public String code() {
      return "GWLIMIT503";
    }

    @Override
    public int status() {
      return 503;
    }

    @Override
    public String message() {
      return "The store of rate limits cannot be reached";
    }

    @Override
    public List<Map.Entry<String, String>> headers() {
      return List.of(Map.entry("Retry-After", "2"));
    }
  }

  /** The address of Redis cannot be used. Not for clients: this stops the start. */
  record BadAddress() implements LimitProblem {
    @Override
    public String code() {
      return "GWLIMIT101";
    }

    @Override
    public int status() {
      return 500;
    }

    @Override
    public String message() {
      return "the address of Redis must be like redis://user:password@host:6379/0, or rediss://";
    }
  }
}
