package dev.groundwork.service.migrations.expand;

import dev.groundwork.base.problem.Details;
import dev.groundwork.base.problem.Problem;
import java.util.List;
import java.util.Optional;

/** Why a change in two steps is not begun, continued, ended or taken back. */
public sealed interface ExpansionProblem extends Problem {

  @Override
  default int status() {
    return 500;
  }

  /** What is to be changed is not there. */
  record NotThere(String what) implements ExpansionProblem {
    @Override
    public String code() {
      return "GWEX101";
    }

    @Override
    public String message() {
      return "There is no " + what;
    }
  }

  /** The new name is taken. */
  record Taken(String what) implements ExpansionProblem {
    @Override
    public String code() {
      return "GWEX102";
    }

    @Override
    public String message() {
      return what + " is there already";
    }
  }

  /** Something depends on the column that cannot have two versions. */
  record Unsuited(String column, List<String> reasons, String advice) implements ExpansionProblem {
    public Unsuited {
      reasons = List.copyOf(reasons);
    }

    @Override
    public String code() {
      return "GWEX103";
    }

    @Override
    public String message() {
      return column + " cannot be changed in two steps";
    }

    @Override
    public Optional<Details> details() {
      return Optional.of(new Details.Text(String.join("\n", reasons)));
    }

    @Override
    public Optional<String> hint() {
      return Optional.of(advice);
    }
  }

  /** Nothing is under way that could be ended or taken back. */
  record NoneOpen(String named) implements ExpansionProblem {
    @Override
    public String code() {
      return "GWEX104";
    }

    @Override
    public String message() {
      return named.isEmpty() ? "No expansion is open" : "No expansion " + named + " is open";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("groundwork migrate expansions lists them");
    }
  }

  /** Several are under way, and none was named. */
  record SeveralOpen(List<String> names) implements ExpansionProblem {
    public SeveralOpen {
      names = List.copyOf(names);
    }

    @Override
    public String code() {
      return "GWEX105";
    }

    @Override
    public String message() {
      return "Several expansions are open: " + String.join(", ", names);
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Name the one that is meant");
    }
  }

  /** Another change of the same table is under way. */
  record Busy(String table, String name) implements ExpansionProblem {
    @Override
    public String code() {
      return "GWEX106";
    }

    @Override
    public String message() {
      return table + " is changed by " + name + " already";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Contract that one first, or roll it back");
    }
  }

  /** An expansion that was cut short cannot be contracted. */
  record Unfinished(String name) implements ExpansionProblem {
    @Override
    public String code() {
      return "GWEX107";
    }

    @Override
    public String message() {
      return name + " is not expanded to its end";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Run the same groundwork migrate expand again: it continues");
    }
  }

  /** PostgreSQL refuses what the change would lead to. */
  record Impossible(String name, String reason, Optional<String> advice)
      implements ExpansionProblem {
    @Override
    public String code() {
      return "GWEX108";
    }

    @Override
    public String message() {
      return name + " is not possible: " + reason;
    }

    @Override
    public Optional<String> hint() {
      return advice;
    }
  }

  /** The old version is gone, and cannot come back. */
  record HalfContracted(String name) implements ExpansionProblem {
    @Override
    public String code() {
      return "GWEX109";
    }

    @Override
    public String message() {
      return name + " cannot be rolled back: its old version is gone";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Run groundwork migrate contract again: it checks what is left to check");
    }
  }
}
