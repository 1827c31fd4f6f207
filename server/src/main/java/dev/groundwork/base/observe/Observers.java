package dev.groundwork.base.observe;

import java.util.List;

/** Tells each of several observers. */
public record Observers(List<Observer> all) implements Observer {

  public Observers {
    all = List.copyOf(all);
  }

  public static Observer of(Observer... observers) {
    return new Observers(List.of(observers));
  }

  @Override
  public void report(Event event) {
    all.forEach(observer -> observer.report(event));
  }
}
