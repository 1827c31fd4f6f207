package dev.groundwork.base.config;

/** Which program the settings are for: names and defaults differ. */
public enum Mode {
  /** The whole server: {@code groundwork start}. */
  SERVER,
  /** The PostgREST API alone: {@code groundwork rest}. */
  REST
}
