package dev.groundwork.cli;

/** What the program's exit code says; the reference page is made from it. */
public enum ExitCode {
  OK(0, "Done, or stopped on request by SIGTERM, SIGINT (Ctrl-C) or SIGHUP."),
  FAILURE(
      1,
      "Something outside of the settings failed: the database, a migration, a taken port. Of"
          + " migrate status --check: something is pending, or not as it should be."),
  USAGE(2, "The command line, a configuration file or a setting is wrong; nothing was started."),
  BUG(70, "The program itself failed: please report it with the lines that it printed."),
  INTERRUPTED(
      130, "SIGINT (Ctrl-C) or SIGHUP came before the start, or a migration, was complete."),
  TERMINATED(143, "SIGTERM came before the start, or a migration, was complete.");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  public int code() {
    return code;
  }

  public String meaning() {
    return meaning;
  }
}
