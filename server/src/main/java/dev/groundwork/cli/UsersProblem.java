package dev.groundwork.cli;

import dev.groundwork.base.problem.Problem;
import java.util.Optional;

/** Why a command about people did nothing. */
sealed interface UsersProblem extends Problem {

  @Override
  default int status() {
    return 500;
  }

  /** The server did not do what it was asked to. */
  record Refused(String reason) implements UsersProblem {
    @Override
    public String code() {
      return "GWUSR101";
    }

    @Override
    public String message() {
      return reason;
    }
  }

  /** There is no server, or another one. */
  record Unreachable(String place) implements UsersProblem {
    @Override
    public String code() {
      return "GWUSR102";
    }

    @Override
    public String message() {
      return "no Groundwork answers at " + place;
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("start the project first, or say where it is with --url");
    }
  }

  /** Nobody has that address. */
  record Unknown(String who) implements UsersProblem {
    @Override
    public String code() {
      return "GWUSR103";
    }

    @Override
    public String message() {
      return "there is nobody called " + who;
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("groundwork users list shows who there is");
    }
  }
}
