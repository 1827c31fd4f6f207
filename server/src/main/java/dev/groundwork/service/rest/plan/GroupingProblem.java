package dev.groundwork.service.rest.plan;

import dev.groundwork.base.problem.Problem;
import java.util.List;
import java.util.Optional;

/** What can be wrong with groups, distinct rows and parts of dates. */
public sealed interface GroupingProblem extends Problem {

  @Override
  default int status() {
    return 400;
  }

  /** Conditions on groups where there are none. */
  record NoGroups(String reason) implements GroupingProblem {
    @Override
    public String code() {
      return "GWREST407";
    }

    @Override
    public String message() {
      return "Aggregates can neither filter nor order here: " + reason;
    }
  }

  /** A part that values of a type do not have. */
  record NoPart(String column, String type, String part) implements GroupingProblem {
    @Override
    public String code() {
      return "GWREST408";
    }

    @Override
    public String message() {
      return "'" + column + "' is of type " + type + ", which has no " + part + "()";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Dates have parts of a day and more, times of less, timestamps of both.");
    }
  }

  /** The columns that make rows equal do not come first in the order. */
  record DistinctLead(List<String> columns) implements GroupingProblem {
    public DistinctLead {
      columns = List.copyOf(columns);
    }

    @Override
    public String code() {
      return "GWREST409";
    }

    @Override
    public String message() {
      return "The columns of `distinct` have to come first in `order`";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of(
          "Begin the order with "
              + String.join(", ", columns)
              + "; what follows decides which of equal rows is given.");
    }
  }

  /** Distinct rows in an order of something that is not selected. */
  record DistinctOrder(String column) implements GroupingProblem {
    @Override
    public String code() {
      return "GWREST410";
    }

    @Override
    public String message() {
      return "Distinct rows cannot be ordered by '" + column + "', which is not selected as it is";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Select it, or say by `distinct=column` which column makes rows equal.");
    }
  }

  /** Equal rows are asked for by values that cannot be compared. */
  record NotComparable(String column, String type) implements GroupingProblem {
    @Override
    public String code() {
      return "GWREST411";
    }

    @Override
    public String message() {
      return "'" + column + "' is of type " + type + ", of which no two values are known as equal";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Cast it in `select`, such as json to jsonb: " + column + "::jsonb");
    }
  }

  /** Distinct rows without columns. */
  record DistinctNothing() implements GroupingProblem {
    @Override
    public String code() {
      return "GWREST412";
    }

    @Override
    public String message() {
      return "Nothing is selected that could be distinct";
    }
  }
}
