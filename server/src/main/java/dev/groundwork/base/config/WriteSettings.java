package dev.groundwork.base.config;

import java.util.List;

/** The settings of writes that are retried. */
public final class WriteSettings {
  public static final Setting<Long> KEY_LIFETIME =
      Setting.of(
              "rest.idempotency-seconds",
              Kind.number(1, 31_536_000),
              "How long the answer to a request with `Idempotency-Key` is kept, in seconds.")
          .standard("86400");

  public static final Setting<Boolean> KEY_REQUIRED =
      Setting.of(
              "rest.idempotency-required",
              Kind.flag(),
              "Whether writes without `Idempotency-Key` are refused.")
          .standard("false");

  private WriteSettings() {}

  static List<Setting<?>> all() {
    return List.of(KEY_LIFETIME, KEY_REQUIRED);
  }
}
