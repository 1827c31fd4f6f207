package dev.groundwork.base.config;

/**
 * One thing that is wrong with the settings.
 *
 * @param origin where it stands
 * @param message names the setting and says what is wrong and how to mend it
 */
public record Fault(Origin origin, String message) {

  @Override
  public String toString() {
    return origin + ": " + message;
  }
}
