package dev.groundwork.cli;

/**
 * A word that a command takes by its place.
 *
 * @param label what stands for it in help and errors
 * @param required whether the command goes without it
 * @param many whether there may be more than one; the last of a command's only
 */
record Parameter(String label, boolean required, boolean many, String description) {
  /** The project that a command is about. */
  static final Parameter FOLDER =
      optional("FOLDER", "The project's folder; by default the current one.");

  static Parameter required(String label, String description) {
    return new Parameter(label, true, false, description);
  }

  static Parameter optional(String label, String description) {
    return new Parameter(label, false, false, description);
  }

  /** None, one or more. */
  static Parameter any(String label, String description) {
    return new Parameter(label, false, true, description);
  }

  String usage() {
    String word = many ? label + "..." : label;
    return required ? word : "[" + word + "]";
  }
}
