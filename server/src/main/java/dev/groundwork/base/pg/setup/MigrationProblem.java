package dev.groundwork.base.pg.setup;

import dev.groundwork.base.problem.Details;
import dev.groundwork.base.problem.Problem;
import java.nio.file.Path;
import java.util.Optional;

/** Why the files of a project were not applied to its database. */
public sealed interface MigrationProblem extends Problem {

  @Override
  default int status() {
    return 500;
  }

  /** A file or folder cannot be read. */
  record Unreadable(Path path, String cause) implements MigrationProblem {
    @Override
    public String code() {
      return "GWPG201";
    }

    @Override
    public String message() {
      return "Cannot read " + path + ": " + cause;
    }
  }

  /** A file is not text in UTF-8. */
  record NotUtf8(String file, int line) implements MigrationProblem {
    @Override
    public String code() {
      return "GWPG202";
    }

    @Override
    public String message() {
      return file + ":" + line + ": the file is not valid UTF-8";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Save the file as UTF-8");
    }
  }

  /** A file was applied in the past and is different now. */
  record Changed(String file) implements MigrationProblem {
    @Override
    public String code() {
      return "GWPG203";
    }

    @Override
    public String message() {
      return file + " was changed after it had been applied";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Restore the file as it was, and put the change into a new file");
    }
  }

  /** A file was applied in the past and is gone. */
  record Missing(String file) implements MigrationProblem {
    @Override
    public String code() {
      return "GWPG204";
    }

    @Override
    public String message() {
      return file + " was applied to this database but is not in the migrations folder";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Restore the file, or check that this is the right database");
    }
  }

  /** A new file would come before files that are applied already. */
  record OutOfOrder(String file, String lastApplied) implements MigrationProblem {
    @Override
    public String code() {
      return "GWPG205";
    }

    @Override
    public String message() {
      return file + " is new but sorts before " + lastApplied + ", which is applied already";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Rename the file so that it comes after " + lastApplied);
    }
  }

  /** A file holds a command that only psql knows. */
  record MetaCommand(String file, int line, String command) implements MigrationProblem {
    @Override
    public String code() {
      return "GWPG206";
    }

    @Override
    public String message() {
      return file + ":" + line + ": " + command + " is a command of psql, not SQL";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Remove the line; data goes in with insert statements");
    }
  }

  /** A file ends the transaction that it is applied in. */
  record EndsTransaction(String file, int line, String statement) implements MigrationProblem {
    @Override
    public String code() {
      return "GWPG207";
    }

    @Override
    public String message() {
      return file + ":" + line + ": each file is one transaction, it cannot hold " + statement;
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Remove the statement, or split the file there");
    }
  }

  /**
   * PostgreSQL refused a statement; the database is as it was before the file.
   *
   * @param context where in a function it happened
   */
  record Failed(
      String file,
      int line,
      String statement,
      String sqlState,
      String reason,
      Optional<String> detail,
      Optional<String> advice,
      Optional<String> context)
      implements MigrationProblem {
    private static final String NOT_IN_TRANSACTION = "25001";
    private static final String NOT_SUPPORTED = "0A000";

    @Override
    public String code() {
      return "GWPG208";
    }

    @Override
    public String message() {
      return file + ":" + line + ": " + reason + " (SQLSTATE " + sqlState + ")";
    }

    @Override
    public Optional<Details> details() {
      StringBuilder text = new StringBuilder(statement);
      detail.ifPresent(each -> text.append("\nDETAIL: ").append(each));
      context.ifPresent(each -> text.append("\nCONTEXT: ").append(each));
      return Optional.of(new Details.Text(text.toString()));
    }

    @Override
    public Optional<String> hint() {
      if (sqlState.equals(NOT_IN_TRANSACTION)) {
        return Optional.of(
            "Each file is one transaction: use the form without concurrently, or run the"
                + " statement by hand");
      }
      if (sqlState.equals(NOT_SUPPORTED) && reason.startsWith("extension ")) {
        return Optional.of(
            "This PostgreSQL has no such extension: install it there, or use --db-url with a"
                + " server that has it");
      }
      return advice;
    }
  }

  /** The login may not do what a setup needs. */
  record NotAllowed(String reason, String sql) implements MigrationProblem {
    @Override
    public String code() {
      return "GWPG209";
    }

    @Override
    public String message() {
      return "The database user may not set up the database: " + reason;
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Let an administrator run: " + sql);
    }
  }
}
