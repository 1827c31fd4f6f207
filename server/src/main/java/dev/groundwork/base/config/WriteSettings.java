package dev.groundwork.base.config;

import java.util.List;

/** The settings of writes that are retried, or that belong together. */
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

  public static final Setting<Long> BATCH_MAX_REQUESTS =
      Setting.of(
              "rest.batch-max-requests",
              Kind.number(0, 10_000),
              "Most requests in one batch; 0: no batches.")
          .standard("100");

  public static final Setting<Long> BATCH_MAX_BYTES =
      Setting.of(
              "rest.batch-max-bytes",
              Kind.number(1, Integer.MAX_VALUE),
              "Most bytes of a batch's requests and their results together.")
          .standard("10000000");

  public static final Setting<Long> BATCH_MAX_SECONDS =
      Setting.of(
              "rest.batch-max-seconds",
              Kind.number(1, 3600),
              "How long a batch may take, with its retries. It holds a connection to the database"
                  + " all the time.")
          .standard("10");

  public static final Setting<Long> NESTED_DEPTH =
      Setting.of(
              "rest.nested-depth",
              Kind.number(1, 30),
              "How many levels of related rows a body with `Nested` may have.")
          .standard("8");

  public static final Setting<Long> NESTED_ROWS =
      Setting.of(
              "rest.nested-rows",
              Kind.number(1, 1_000_000),
              "How many rows a body with `Nested` may have on all levels together.")
          .standard("10000");

  private WriteSettings() {}

  static List<Setting<?>> all() {
    return List.of(
        KEY_LIFETIME,
        KEY_REQUIRED,
        BATCH_MAX_REQUESTS,
        BATCH_MAX_BYTES,
        BATCH_MAX_SECONDS,
        NESTED_DEPTH,
        NESTED_ROWS);
  }
}
