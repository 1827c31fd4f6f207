package dev.groundwork.service.rest.plan;

import dev.groundwork.base.problem.Problem;
import java.util.Optional;

/** What can be wrong with rows that are written with related ones in them. */
public sealed interface NestedProblem extends Problem {

  @Override
  default int status() {
    return 400;
  }

  /** A member is no column and is not named as a related resource. */
  record UnknownMember(String relation, String member, Optional<String> advice)
      implements NestedProblem {
    @Override
    public String code() {
      return "GWREST503";
    }

    @Override
    public String message() {
      return "'" + member + "' is no column of '" + relation + "', and `Nested` does not name it";
    }

    @Override
    public Optional<String> hint() {
      return advice;
    }
  }

  /** An object stands where an array must, or the other way round. */
  record WrongShape(String member, boolean many) implements NestedProblem {
    @Override
    public String code() {
      return "GWREST504";
    }

    @Override
    public String message() {
      return "'"
          + member
          + "' must be "
          + (many ? "an array of objects: there can be many" : "an object or null: there is one");
    }
  }

  /** More levels than the server allows. */
  record TooDeep(int most) implements NestedProblem {
    @Override
    public String code() {
      return "GWREST505";
    }

    @Override
    public String message() {
      return "`Nested` has more than " + most + " levels";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("rest.nested-depth says how many there may be.");
    }
  }

  /** More rows than the server allows. */
  record TooMany(int rows, int most) implements NestedProblem {
    @Override
    public String code() {
      return "GWREST506";
    }

    @Override
    public int status() {
      return 413;
    }

    @Override
    public String message() {
      return "The body has " + rows + " rows on all levels, and may have " + most;
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("rest.nested-rows says how many there may be; send several requests.");
    }
  }

  /** A foreign key has its value from the related object and by itself. */
  record GivenTwice(String column, String member) implements NestedProblem {
    @Override
    public String code() {
      return "GWREST507";
    }

    @Override
    public String message() {
      return "'" + column + "' is given by itself and by '" + member + "'";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Leave out '" + column + "': it gets the key of '" + member + "'.");
    }
  }

  /** A strategy means nothing where it is asked for. */
  record NoStrategy(String member, String reason) implements NestedProblem {
    @Override
    public String code() {
      return "GWREST508";
    }

    @Override
    public String message() {
      return "'" + member + "' cannot be written like that: " + reason;
    }
  }

  /** Rows that cannot be written along a foreign key. */
  record NotWritten(String relation, String reason) implements NestedProblem {
    @Override
    public String code() {
      return "GWREST509";
    }

    @Override
    public String message() {
      return "'" + relation + "' cannot be written with related rows: " + reason;
    }
  }

  /** A change that is not of one row. */
  record ChangeOfMany() implements NestedProblem {
    @Override
    public String code() {
      return "GWREST510";
    }

    @Override
    public String message() {
      return "A PATCH with related rows is of one row";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Filter by every column of the primary key with `eq`.");
    }
  }

  /** PostgreSQL cannot do it yet. */
  record OldServer() implements NestedProblem {
    @Override
    public String code() {
      return "GWREST511";
    }

    @Override
    public int status() {
      return 501;
    }

    @Override
    public String message() {
      return "Rows with related ones in them need PostgreSQL 17";
    }
  }

  /** One row is changed in two places of a body. */
  record Twice() implements NestedProblem {
    @Override
    public String code() {
      return "GWREST513";
    }

    @Override
    public String message() {
      return "The body changes one row twice";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Give all members in one object; others may have the row's key alone.");
    }
  }
}
