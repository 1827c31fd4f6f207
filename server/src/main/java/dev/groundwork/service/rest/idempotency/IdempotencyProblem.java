package dev.groundwork.service.rest.idempotency;

import dev.groundwork.base.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Why a request with a key, or without one, is refused. Nothing was done for it then. */
public sealed interface IdempotencyProblem extends Problem {

  /** A write has no key, and the server wants one. */
  record KeyMissing() implements IdempotencyProblem {
    @Override
    public String code() {
      return "GWREST202";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "This server wants an Idempotency-Key with every write";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Send a random UUID, and the same one when you try again.");
    }
  }

  /** An anonymous caller has a key that somebody else may have, too. */
  record KeyGuessable(int shortest) implements IdempotencyProblem {
    @Override
    public String code() {
      return "GWREST203";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "The Idempotency-Key of an anonymous caller has at least " + shortest + " characters";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Send a random UUID: who has the key can read the answer.");
    }
  }

  /** The key belongs to another request. */
  record KeyReused() implements IdempotencyProblem {
    @Override
    public String code() {
      return "GWREST204";
    }

    @Override
    public int status() {
      return 422;
    }

    @Override
    public String message() {
      return "The Idempotency-Key was used for another request";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of(
          "Method, path, query, body, the headers that shape the answer and the token's claims must"
              + " be those of the first request. Another request needs a key of its own.");
    }
  }

  /** The first request with the key is still being answered. */
  record KeyInUse() implements IdempotencyProblem {
    @Override
    public String code() {
      return "GWREST205";
    }

    @Override
    public int status() {
      return 409;
    }

    @Override
    public String message() {
      return "A request with this Idempotency-Key is still being answered";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Try again in a moment, with the same key.");
    }

    @Override
    public List<Map.Entry<String, String>> headers() {
      return List.of(Map.entry("Retry-After", "1"));
    }
  }

  /** The execution plan of a write is no answer that can be kept. */
  record PlanNotKept() implements IdempotencyProblem {
    @Override
    public String code() {
      return "GWREST206";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "An execution plan cannot be asked for with an Idempotency-Key";
    }
  }
}
