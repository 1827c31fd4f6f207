package dev.groundwork.base.observe;

/** Takes events. Implementations never throw and never block for long. */
@FunctionalInterface
public interface Observer {
  void report(Event event);
}
