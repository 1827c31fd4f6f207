package dev.groundwork;

import dev.groundwork.base.config.Settings;
import dev.groundwork.base.observe.Logs;
import dev.groundwork.base.observe.Metrics;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.observe.Observers;
import java.io.OutputStream;

/**
 * Who watches the server.
 *
 * @param observer is told everything that happens
 * @param metrics is one of those that it tells
 */
record Watch(Observer observer, Metrics metrics) {

  /** Logs and metrics, from now on. */
  static Watch open(Parts parts, Settings settings, OutputStream log) {
    Logs logs = parts.open(() -> Logs.start(Configs.log(settings), log));
    Metrics metrics = parts.open(Metrics::new);
    return new Watch(Observers.of(logs, metrics), metrics);
  }
}
