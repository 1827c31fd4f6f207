package dev.groundwork.service.rest.reply;

import dev.groundwork.base.problem.Details;
import dev.groundwork.base.problem.Problem;
import dev.groundwork.service.rest.plan.PatchFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be wrong with a result. */
public sealed interface ReplyProblem extends Problem {

  /** SQL set response headers that cannot be read. */
  record BadHeaders() implements ReplyProblem {
    @Override
    public String code() {
      return "PGRST111";
    }

    @Override
    public int status() {
      return 500;
    }

    @Override
    public String message() {
      return "response.headers guc must be a JSON array composed of objects with a single key and a"
          + " string value";
    }
  }

  /** SQL set a response status that is none. */
  record BadStatus() implements ReplyProblem {
    @Override
    public String code() {
      return "PGRST112";
    }

    @Override
    public int status() {
      return 500;
    }

    @Override
    public String message() {
      return "response.status guc must be a valid status code";
    }
  }

  /** The body of a PUT names another row than the URL. */
  record OtherKey() implements ReplyProblem {
    @Override
    public String code() {
      return "PGRST115";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "Payload values do not match URL in primary key column(s)";
    }
  }

  /** One object was asked for and there is not exactly one. */
  record NotSingular(long rows) implements ReplyProblem {
    @Override
    public String code() {
      return "PGRST116";
    }

    @Override
    public int status() {
      return 406;
    }

    @Override
    public String message() {
      return "Cannot coerce the result to a single JSON object";
    }

    @Override
    public Optional<Details> details() {
      return Optional.of(new Details.Text("The result contains " + rows + " rows"));
    }
  }

  /** A read would cost more than its caller may spend; it was not run. */
  record TooCostly(long cost, long limit) implements ReplyProblem {
    @Override
    public String code() {
      return "GWREST101";
    }

    @Override
    public int status() {
      return 422;
    }

    @Override
    public String message() {
      return "The request is too costly: PostgreSQL estimates " + cost + ", the limit is " + limit;
    }

    @Override
    public Optional<Details> details() {
      return Optional.of(new Details.Json("{\"cost\":" + cost + ",\"limit\":" + limit + "}"));
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Add a filter that an index serves, or ask for fewer rows or embeds.");
    }
  }

  /**
   * The row is not, or no more, as the client knows it.
   *
   * @param tag of what there is, when there is something
   */
  record OtherState(Optional<String> tag) implements ReplyProblem {
    @Override
    public String code() {
      return "GWREST212";
    }

    @Override
    public int status() {
      return 412;
    }

    @Override
    public String message() {
      return tag.isPresent()
          ? "The row has changed since it was read"
          : "There is no such row, or nothing is told of it";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Read it again and decide anew.");
    }

    @Override
    public List<Map.Entry<String, String>> headers() {
      return tag.map(found -> List.of(Map.entry("ETag", found))).orElse(List.of());
    }
  }

  /** The row is as the client knows it, and was not changed all the same. */
  record KeptAsItIs() implements ReplyProblem {
    @Override
    public String code() {
      return "GWREST215";
    }

    @Override
    public int status() {
      return 403;
    }

    @Override
    public String message() {
      return "The row is in the state that If-Match names, but it was not changed";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("A policy lets the caller see it and no more, or a trigger keeps it.");
    }
  }

  /** More rows are affected than the client allows. */
  record TooManyAffected(long rows) implements ReplyProblem {
    @Override
    public String code() {
      return "PGRST124";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "Query result exceeds max-affected preference constraint";
    }

    @Override
    public Optional<Details> details() {
      return Optional.of(new Details.Text("The query affects " + rows + " rows"));
    }
  }

  /** A page would end between rows that nothing tells apart, so that some would be lost. */
  record EqualRows() implements ReplyProblem {
    @Override
    public String code() {
      return "GWREST405";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "The order does not tell the last row of the page from the next one";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Add columns to `order` that together tell rows apart.");
    }
  }

  /** What rows are ordered by is too long for a cursor. */
  record LongCursor() implements ReplyProblem {
    @Override
    public String code() {
      return "GWREST406";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "The values that rows are ordered by are too long for a cursor";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Order by shorter columns.");
    }
  }

  /** A value is not the one that a patch expects. */
  record TestFailed(PatchFailure failure) implements ReplyProblem {
    @Override
    public String code() {
      return "GWREST603";
    }

    @Override
    public int status() {
      return 409;
    }

    @Override
    public String message() {
      return "Operation " + failure.operation() + " of the patch " + failure.reason().words();
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Nothing was changed. Read the row again, and make the patch anew.");
    }
  }

  /** An operation of a patch cannot be done on a row. */
  record NotPatched(PatchFailure failure) implements ReplyProblem {
    @Override
    public String code() {
      return "GWREST605";
    }

    @Override
    public int status() {
      return 422;
    }

    @Override
    public String message() {
      return "Operation " + failure.operation() + " of the patch " + failure.reason().words();
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Nothing was changed. Operations are counted from 0.");
    }
  }

  /** A nested row is not there, or belongs to another row than the one that it stands in. */
  record Misfit(String member, String table, long position) implements ReplyProblem {
    @Override
    public String code() {
      return "GWREST512";
    }

    @Override
    public int status() {
      return 409;
    }

    @Override
    public String message() {
      return "A row of '" + member + "' is not there, or does not belong where it stands";
    }

    @Override
    public Optional<Details> details() {
      return Optional.of(
          new Details.Text(
              "It is number "
                  + position
                  + " of all rows of '"
                  + table
                  + "' there. Its key names no row, or one with another foreign key, or its own"
                  + " foreign key names another row."));
    }

    @Override
    public Optional<String> hint() {
      return Optional.of(
          "Nothing was changed. To move a row, change its foreign key in a request of its own.");
    }
  }
}
