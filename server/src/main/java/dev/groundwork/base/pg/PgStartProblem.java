package dev.groundwork.base.pg;

import dev.groundwork.base.problem.Details;
import dev.groundwork.base.problem.Problem;
import java.nio.file.Path;
import java.util.Optional;

/** Why an embedded PostgreSQL did not start. */
public sealed interface PgStartProblem extends Problem {

  @Override
  default int status() {
    return 503;
  }

  /** No PostgreSQL for this operating system and processor is on the class path. */
  record UnsupportedPlatform(String platform) implements PgStartProblem {
    @Override
    public String code() {
      return "GWPG101";
    }

    @Override
    public String message() {
      return "There is no embedded PostgreSQL for " + platform;
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Use an existing PostgreSQL: --db-url postgres://user@host/database");
    }
  }

  /** Another process holds the folder's lock. */
  record FolderInUse(Path home, long process) implements PgStartProblem {
    @Override
    public String code() {
      return "GWPG102";
    }

    @Override
    public String message() {
      return "The data folder " + home + " is in use by process " + process;
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Stop that process first, or use another project folder");
    }
  }

  /** A program that we did not start as an embedded server runs on the data folder. */
  record FolderInUseByPostgres(Path data, long process) implements PgStartProblem {
    @Override
    public String code() {
      return "GWPG103";
    }

    @Override
    public String message() {
      return "PostgreSQL process " + process + " runs on " + data + " and does not stop";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Stop it first: kill -INT " + process);
    }
  }

  /** The port that was asked for is taken. */
  record PortTaken(int port) implements PgStartProblem {
    @Override
    public String code() {
      return "GWPG104";
    }

    @Override
    public String message() {
      return "Port " + port + " for PostgreSQL is taken on 127.0.0.1";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Choose another port, or none to have a free one found");
    }
  }

  /** A folder cannot be made or written. */
  record NotWritable(Path folder, String cause) implements PgStartProblem {
    @Override
    public String code() {
      return "GWPG105";
    }

    @Override
    public String message() {
      return "Cannot write to " + folder + ": " + cause;
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Give this user the right to write there, or use another project folder");
    }
  }

  /** The data folder exists, but the file with the superuser's password is gone. */
  record PasswordMissing(Path file) implements PgStartProblem {
    @Override
    public String code() {
      return "GWPG106";
    }

    @Override
    public String message() {
      return "The password of the embedded PostgreSQL is missing: " + file;
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Restore the file, or move the data folder beside it away to start anew");
    }
  }

  /** We run as root, which PostgreSQL refuses, and this system lets us not step down from it. */
  record RunsAsRoot(String cause) implements PgStartProblem {
    @Override
    public String code() {
      return "GWPG107";
    }

    @Override
    public String message() {
      return "PostgreSQL refuses to run as root, and stepping down failed: " + cause;
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Run as an ordinary user, or allow user namespaces (unshare -U)");
    }
  }

  /** A program of PostgreSQL ended with an error. */
  record ProgramFailed(String program, String cause, Path log) implements PgStartProblem {
    @Override
    public String code() {
      return "GWPG108";
    }

    @Override
    public String message() {
      return program + " failed: " + cause;
    }

    @Override
    public Optional<Details> details() {
      return Optional.of(new Details.Text("See " + log));
    }
  }

  /** The server runs but takes no connections for a long time. */
  record NotReady(long seconds, Path log) implements PgStartProblem {
    @Override
    public String code() {
      return "GWPG109";
    }

    @Override
    public String message() {
      return "PostgreSQL was not ready after " + seconds + " seconds";
    }

    @Override
    public Optional<Details> details() {
      return Optional.of(new Details.Text("See " + log));
    }
  }
}
