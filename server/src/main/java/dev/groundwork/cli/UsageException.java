package dev.groundwork.cli;

/** A command line that says nothing that can be done. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String hint;

  /**
   * @param hint how to mend it
   */
  UsageException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  String hint() {
    return hint;
  }
}
