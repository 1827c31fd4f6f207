package dev.groundwork.cli;

/**
 * A word that a command takes by its place.
 *
 * @param label what stands for it in help and errors
 * @param required whether the command goes without it
 */
record Parameter(String label, boolean required, String description) {
  /** The project that a command is about. */
  static final Parameter FOLDER =
      optional("FOLDER", "The project's folder; by default the current one.");

  static Parameter required(String label, String description) {
    return new Parameter(label, true, description);
  }

  static Parameter optional(String label, String description) {
    return new Parameter(label, false, description);
  }

  String usage() {
    return required ? label : "[" + label + "]";
  }
}
