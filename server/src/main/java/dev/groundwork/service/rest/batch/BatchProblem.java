package dev.groundwork.service.rest.batch;

import dev.groundwork.base.problem.Details;
import dev.groundwork.base.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What can be wrong with a batch beside what can be wrong with its parts. */
public sealed interface BatchProblem extends Problem {

  /** The document is not a batch. */
  record Malformed(String reason) implements BatchProblem {
    @Override
    public String code() {
      return "GWREST301";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "The batch cannot be read: " + reason;
    }

    @Override
    public Optional<String> hint() {
      return Optional.of(
          "{\"requests\": [{\"method\": \"POST\", \"path\": \"/table\", \"headers\": {}, \"body\":"
              + " {}}], \"isolation\": \"serializable\", \"deferConstraints\": true, \"retries\":"
              + " 3}; only requests is needed.");
    }
  }

  /** More parts than a batch may have. */
  record TooManyParts(long limit) implements BatchProblem {
    @Override
    public String code() {
      return "GWREST302";
    }

    @Override
    public int status() {
      return 413;
    }

    @Override
    public String message() {
      return "A batch has at most " + limit + " requests";
    }
  }

  /** The parts and their results together are too large. */
  record TooLarge(long limit) implements BatchProblem {
    @Override
    public String code() {
      return "GWREST303";
    }

    @Override
    public int status() {
      return 413;
    }

    @Override
    public String message() {
      return "The requests and results of a batch have at most " + limit + " bytes";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Read lists in requests of their own, which may be of any size.");
    }
  }

  /** The batch did not end in time. */
  record TooSlow(long seconds) implements BatchProblem {
    @Override
    public String code() {
      return "GWREST304";
    }

    @Override
    public int status() {
      return 504;
    }

    @Override
    public String message() {
      return "The batch did not end within " + seconds + " seconds";
    }
  }

  /** A part asks for something that only the batch as a whole, or no part of one, may have. */
  record NotInBatch(String what, String advice) implements BatchProblem {
    @Override
    public String code() {
      return "GWREST305";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "A request of a batch cannot have " + what;
    }

    @Override
    public Optional<String> hint() {
      return Optional.of(advice);
    }
  }

  /** A reference that is none, or stands where none may stand. */
  record BadReference(String reference, String reason) implements BatchProblem {
    @Override
    public String code() {
      return "GWREST306";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "The reference '" + reference + "' " + reason;
    }
  }

  /** A reference to something that the earlier results do not have, or that does not fit. */
  record Unresolved(String reference, String reason) implements BatchProblem {
    @Override
    public String code() {
      return "GWREST307";
    }

    @Override
    public int status() {
      return 422;
    }

    @Override
    public String message() {
      return "The reference '" + reference + "' " + reason;
    }
  }

  /** A part reads more rows than are held whole. */
  record TooManyRows(long limit) implements BatchProblem {
    @Override
    public String code() {
      return "GWREST308";
    }

    @Override
    public int status() {
      return 422;
    }

    @Override
    public String message() {
      return "A request of a batch reads at most " + limit + " rows";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Ask for fewer by limit, or in a request of its own.");
    }
  }

  /** A function demands stricter isolation than the batch has. */
  record TooLittleIsolation(String demanded, String actual) implements BatchProblem {
    @Override
    public String code() {
      return "GWREST309";
    }

    @Override
    public int status() {
      return 422;
    }

    @Override
    public String message() {
      return "The function runs at the isolation level '"
          + demanded
          + "', the batch at '"
          + actual
          + "'";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Send \"isolation\": \"" + demanded + "\" with the batch.");
    }
  }

  /**
   * Why nothing of a batch was done.
   *
   * @param cause what went wrong
   * @param index the part that it went wrong with; empty when it was none by itself, as at the end
   *     of the transaction
   * @param undone the statuses of the parts before, which were undone
   */
  record Undone(Problem cause, OptionalInt index, List<Integer> undone) implements BatchProblem {
    public Undone {
      undone = List.copyOf(undone);
    }

    @Override
    public String code() {
      return cause.code();
    }

    @Override
    public int status() {
      return cause.status();
    }

    @Override
    public Optional<String> statusText() {
      return cause.statusText();
    }

    @Override
    public String message() {
      return cause.message();
    }

    @Override
    public Optional<Details> details() {
      return cause.details();
    }

    @Override
    public Optional<String> hint() {
      return cause.hint();
    }

    @Override
    public List<Map.Entry<String, String>> headers() {
      return cause.headers();
    }

    @Override
    public List<Map.Entry<String, String>> members() {
      List<Map.Entry<String, String>> members = new ArrayList<>(cause.members());
      index.ifPresent(part -> members.add(Map.entry("index", Integer.toString(part))));
      StringBuilder parts = new StringBuilder("[");
      for (int i = 0; i < undone.size(); i++) {
        parts.append(i == 0 ? "" : ",");
        parts.append("{\"index\":").append(i).append(",\"status\":").append(undone.get(i));
        parts.append('}');
      }
      members.add(Map.entry("undone", parts.append(']').toString()));
      return members;
    }
  }
}
