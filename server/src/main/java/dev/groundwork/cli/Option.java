package dev.groundwork.cli;

/**
 * An option of a command: {@code --name}, perhaps with a value.
 *
 * @param letter its short form, or empty
 * @param name its long form, without hyphens
 * @param label what stands for its value in help and errors; empty for a flag
 * @param description what it does
 */
record Option(String letter, String name, String label, Need need, String description) {
  static final Option HELP = flag("h", "help", "Show this help message and exit.");
  static final Option VERSION = flag("V", "version", "Print version information and exit.");

  /** What must follow, or be there at all. */
  enum Need {
    /** Takes no value. */
    FLAG,
    /** Takes a value. */
    VALUE,
    /** Takes a value, which is asked for when it does not follow. */
    ASKED,
    /** Takes a value, and the command does not go without it. */
    REQUIRED
  }

  static Option flag(String name, String description) {
    return flag("", name, description);
  }

  static Option flag(String letter, String name, String description) {
    return new Option(letter, name, "", Need.FLAG, description);
  }

  static Option value(String name, String label, String description) {
    return new Option("", name, label, Need.VALUE, description);
  }

  static Option asked(String name, String label, String description) {
    return new Option("", name, label, Need.ASKED, description);
  }

  static Option required(String name, String label, String description) {
    return new Option("", name, label, Need.REQUIRED, description);
  }

  /** As it is written. */
  String word() {
    return "--" + name;
  }

  /** As it stands in help: with its value. */
  String withValue() {
    return switch (need) {
      case FLAG -> word();
      case VALUE, REQUIRED -> word() + "=" + label;
      case ASKED -> word() + "[=" + label + "]";
    };
  }

  String usage() {
    return need == Need.REQUIRED ? withValue() : "[" + withValue() + "]";
  }
}
