package dev.groundwork.base.pg.setup;

import dev.groundwork.base.problem.Problem;
import java.util.Optional;

/** Why a database cannot be used. */
public sealed interface ConnectProblem extends Problem {

  @Override
  default int status() {
    return 503;
  }

  /** Nobody answers, or not in a way that helps; it may be there later. */
  record Unreachable(String place, String reason) implements ConnectProblem {
    @Override
    public String code() {
      return "GWPG301";
    }

    @Override
    public String message() {
      return "the database at " + place + " cannot be reached: " + reason;
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("check that PostgreSQL runs there and that the database URL is right");
    }
  }

  /** The server answers, but does not let the user in. */
  record Rejected(String place, String reason) implements ConnectProblem {
    @Override
    public String code() {
      return "GWPG302";
    }

    @Override
    public String message() {
      return "the database at " + place + " refuses the login: " + reason;
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("check user, password and database name in the database URL");
    }
  }

  /** The server is older than the oldest that is supported. */
  record TooOld(String place, int major, int oldest) implements ConnectProblem {
    @Override
    public String code() {
      return "GWPG303";
    }

    @Override
    public String message() {
      return "the database at " + place + " is PostgreSQL " + major;
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("use PostgreSQL " + oldest + " or newer");
    }
  }
}
