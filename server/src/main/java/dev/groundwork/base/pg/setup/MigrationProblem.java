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
    private static final String VALUE_TOO_NEW = "55P04";

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
        return Optional.of("PostgreSQL does not run this in a transaction, which a file is");
      }
      if (sqlState.equals(VALUE_TOO_NEW)) {
        return Optional.of("Put what uses the new value into the next file");
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

  /** Others held a lock for so long that all attempts failed; the last step was undone. */
  record LockBusy(String place, int attempts, Optional<String> holders)
      implements MigrationProblem {
    @Override
    public String code() {
      return "GWPG210";
    }

    @Override
    public String message() {
      return place + ": did not get a lock in " + attempts + " attempts";
    }

    @Override
    public Optional<Details> details() {
      return holders.map(found -> new Details.Text("held by " + found));
    }

    @Override
    public Optional<String> hint() {
      return Optional.of(
          "Run it again when there is less to do, end the session that holds the lock, or allow"
              + " more with migrations.lock-retries");
    }
  }

  /** A file was applied in part, and that part is different now. */
  record HalfChanged(String file, int done, int total) implements MigrationProblem {
    @Override
    public String code() {
      return "GWPG211";
    }

    @Override
    public String message() {
      return "%s was changed in the part that is applied already, %d of %d steps"
          .formatted(file, done, total);
    }

    @Override
    public Optional<String> hint() {
      return Optional.of(
          "Restore that part as it was; what comes after it may be changed until it is applied");
    }
  }

  /** A file was applied, or undone, in part, and something else is asked for. */
  record Half(String file, String work) implements MigrationProblem {
    @Override
    public String code() {
      return "GWPG212";
    }

    @Override
    public String message() {
      return file + (isDown() ? " is undone in part" : " is applied in part");
    }

    @Override
    public Optional<String> hint() {
      return Optional.of(
          isDown()
              ? "Finish it with groundwork migrate down"
              : "Finish it with groundwork migrate up");
    }

    private boolean isDown() {
      return work.equals("down");
    }
  }

  /** A file states no way back. */
  record NoWayBack(String file) implements MigrationProblem {
    @Override
    public String code() {
      return "GWPG213";
    }

    @Override
    public String message() {
      return file + " states no way back; nothing was undone";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of(
          "Write it below a line \"-- groundwork: down\" in the file, or into "
              + file.replaceFirst("\\.sql$", ".down.sql")
              + " beside it");
    }
  }

  /** A way back has no file that it belongs to. */
  record WayBackAlone(String file, String belongsTo) implements MigrationProblem {
    @Override
    public String code() {
      return "GWPG214";
    }

    @Override
    public String message() {
      return file + " is the way back of " + belongsTo + ", which is not there";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Restore that file, or remove this one");
    }
  }

  /** A migration was named that is not there. */
  record Unknown(String file) implements MigrationProblem {
    @Override
    public String code() {
      return "GWPG215";
    }

    @Override
    public String message() {
      return "There is no migration " + file + " to stop at";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("groundwork migrate status lists them");
    }
  }

  /** The end was asked for while a file was run. */
  record Interrupted(String file) implements MigrationProblem {
    @Override
    public String code() {
      return "GWPG216";
    }

    @Override
    public String message() {
      return file.isEmpty()
          ? "Interrupted while waiting; nothing was begun"
          : file + " was interrupted; the step under way was undone";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Run it again: it continues where it stopped");
    }
  }

  /** The connection broke while a file was run. */
  record Lost(String place) implements MigrationProblem {
    @Override
    public String code() {
      return "GWPG217";
    }

    @Override
    public String message() {
      return place + ": the connection to the database broke";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of(
          "Run it again when the database is back: it continues where it stopped, and what was not"
              + " finished is undone");
    }
  }
}
