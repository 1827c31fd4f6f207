package dev.groundwork.service.migrations.diff;

import dev.groundwork.base.problem.Problem;
import java.util.Optional;

/** Why a difference between two schemas cannot be written as a migration. */
public sealed interface DiffProblem extends Problem {

  @Override
  default int status() {
    return 500;
  }

  /** A type has to be made again, and what has it would not survive. */
  record TypeInUse(String type, String use) implements DiffProblem {
    @Override
    public String code() {
      return "GWMD001";
    }

    @Override
    public String message() {
      return "The type " + type + " would have to be made anew, but " + use;
    }

    @Override
    public Optional<String> hint() {
      return Optional.of(
          "Write this migration by hand: a new type with another name, a column of it, the data"
              + " copied, the old column dropped");
    }
  }

  /** What was written does not lead where it shall. */
  record NotReached(String left) implements DiffProblem {
    @Override
    public String code() {
      return "GWMD002";
    }

    @Override
    public String message() {
      return "No migration was found that leads to the desired schema; still different: " + left;
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Write this part by hand: groundwork migrate new NAME");
    }
  }

  /** Something would be dropped, and nobody has said that it may. */
  record Unanswered(String questions) implements DiffProblem {
    @Override
    public String code() {
      return "GWMD003";
    }

    @Override
    public String message() {
      return "These are in the migrations and not in the desired schema: " + questions;
    }

    @Override
    public Optional<String> hint() {
      return Optional.of(
          "Say what becomes of each: --drop=NAME,... or --rename=OLD:NEW,... (--drop=all drops"
              + " everything that was asked about)");
    }
  }

  /** An answer names what is not in question. */
  record UnknownAnswer(String name) implements DiffProblem {
    @Override
    public String code() {
      return "GWMD004";
    }

    @Override
    public String message() {
      return name + " is not something that would be dropped";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Names are written in full, such as public.orders or public.orders.note");
    }
  }

  /** There are no files that say what the schema shall be. */
  record NothingDesired(String folder) implements DiffProblem {
    @Override
    public String code() {
      return "GWMD005";
    }

    @Override
    public String message() {
      return "There are no SQL files in " + folder + ", which says what the schema shall be";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Begin with: groundwork schema dump --output=" + folder + "/schema.sql");
    }
  }

  /** A file of the desired schema fails. */
  record DesiredFails(String file, int line, String reason) implements DiffProblem {
    @Override
    public String code() {
      return "GWMD006";
    }

    @Override
    public String message() {
      return file + ":" + line + ": " + reason;
    }
  }

  /** A name for a migration cannot be part of a file's name. */
  record UnusableName(String name) implements DiffProblem {
    @Override
    public String code() {
      return "GWMD007";
    }

    @Override
    public String message() {
      return "'" + name + "' cannot be part of a file's name";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Use letters, digits, - and _");
    }
  }
}
