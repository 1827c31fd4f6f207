package dev.groundwork.service.rest.parse;

import dev.groundwork.base.problem.Details;
import dev.groundwork.base.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be wrong with the words of a request. */
public sealed interface ParseProblem extends Problem {

  /**
   * A query parameter is not in the grammar; the message names it and the place, the reason what
   * was expected.
   */
  record BadParameter(String message, String reason) implements ParseProblem {
    @Override
    public String code() {
      return "PGRST100";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public Optional<Details> details() {
      return Optional.of(new Details.Text(reason));
    }
  }

  /** A function is called by a method other than GET, HEAD, POST. */
  record BadFunctionMethod(String method) implements ParseProblem {
    @Override
    public String code() {
      return "PGRST101";
    }

    @Override
    public int status() {
      return 405;
    }

    @Override
    public String message() {
      return "Cannot use the " + method + " method on RPC";
    }
  }

  /** The body cannot be read. */
  record BadBody(String message) implements ParseProblem {
    @Override
    public String code() {
      return "PGRST102";
    }

    @Override
    public int status() {
      return 400;
    }
  }

  /** A JSON Patch or merge patch that is none. */
  record BadPatch(String reason) implements ParseProblem {
    @Override
    public String code() {
      return "GWREST601";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "The patch cannot be read: " + reason;
    }
  }

  /** A patch of more parts than one statement has. */
  record PatchTooLarge(String limit) implements ParseProblem {
    @Override
    public String code() {
      return "GWREST604";
    }

    @Override
    public int status() {
      return 413;
    }

    @Override
    public String message() {
      return "A patch has at most " + limit;
    }
  }

  /**
   * A range that no result can satisfy.
   *
   * @param contentRange what there is instead, when that is known
   */
  record BadRange(String reason, Optional<String> contentRange) implements ParseProblem {
    /** A range that is wrong in itself. */
    public BadRange(String reason) {
      this(reason, Optional.empty());
    }

    @Override
    public List<Map.Entry<String, String>> headers() {
      return contentRange
          .map(range -> List.of(Map.entry("Content-Range", range)))
          .orElse(List.of());
    }

    @Override
    public String code() {
      return "PGRST103";
    }

    @Override
    public int status() {
      return 416;
    }

    @Override
    public String message() {
      return "Requested range not satisfiable";
    }

    @Override
    public Optional<Details> details() {
      return Optional.of(new Details.Text(reason));
    }
  }

  /** A page by cursor cannot be what else is asked for. */
  record NoPage(String message) implements ParseProblem {
    @Override
    public String code() {
      return "GWREST401";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("`limit` says how many rows a page has, the cursor where it begins.");
    }
  }

  /** Rows and what is nested in them do not have the form that they must have. */
  record BadNesting(String reason) implements ParseProblem {
    @Override
    public String code() {
      return "GWREST501";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "The body is not what `Nested` says: " + reason;
    }

    @Override
    public Optional<String> hint() {
      return Optional.of(
          "Related rows stand as an array of objects where there can be many, and as an object or"
              + " null where there is one.");
    }
  }

  /** Something that nested rows cannot be written with. */
  record NotNested(String what) implements ParseProblem {
    @Override
    public String code() {
      return "GWREST502";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "`Nested` does not go together with " + what;
    }

    @Override
    public Optional<String> hint() {
      return Optional.of(
          "It is for POST and PATCH of a table with a JSON body, without `If-Match`.");
    }
  }

  /** PUT with limit or offset. */
  record LimitedPut() implements ParseProblem {
    @Override
    public String code() {
      return "PGRST114";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "limit/offset querystring parameters are not allowed for PUT";
    }
  }

  /** A method that no resource has. */
  record UnknownMethod(String method) implements ParseProblem {
    @Override
    public String code() {
      return "PGRST117";
    }

    @Override
    public int status() {
      return 405;
    }

    @Override
    public String message() {
      return "Unsupported HTTP method: " + method;
    }
  }

  /** A path with more than a resource's name. */
  record UnknownPath() implements ParseProblem {
    @Override
    public String code() {
      return "PGRST125";
    }

    @Override
    public int status() {
      return 404;
    }

    @Override
    public String message() {
      return "Invalid path specified in request URL";
    }
  }

  /** Tags that are none. */
  record BadTags(String header) implements ParseProblem {
    @Override
    public String code() {
      return "GWREST211";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return header + " is neither a star nor a list of tags in quotes";
    }
  }

  /** A key that is none. */
  record BadKey(String reason) implements ParseProblem {
    @Override
    public String code() {
      return "GWREST201";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "Idempotency-Key cannot be read: " + reason;
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Send one key of 1 to 255 characters, such as a random UUID.");
    }
  }
}
