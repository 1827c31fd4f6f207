package dev.groundwork.cli;

import java.lang.reflect.Proxy;

/**
 * Signals of the operating system. {@code sun.misc.Signal} is exported by {@code jdk.unsupported}
 * and has no successor, but the compiler warns of it and lets nobody suppress that: hence by
 * reflection.
 */
final class Signals {
  private static final String SIGNAL = "sun.misc.Signal";
  private static final String HANDLER = "sun.misc.SignalHandler";

  private Signals() {}

  /**
   * Runs an action, on a thread of its own, whenever a signal comes. Does nothing where the system
   * has no such signal.
   *
   * @param name without {@code SIG}, such as {@code TERM}
   */
  static void on(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName(SIGNAL);
      Class<?> handler = Class.forName(HANDLER);
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (_, method, _) ->
                  switch (method.getName()) {
                    case "handle" -> start(name, action);
                    case "hashCode" -> name.hashCode();
                    case "equals" -> false;
                    default -> "handler of " + name;
                  });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException _) {
      // Windows knows neither HUP nor USR1: there is nothing to listen to
    }
  }

  private static Object start(String name, Runnable action) {
    return Thread.ofPlatform().name("signal-" + name).start(action);
  }
}
