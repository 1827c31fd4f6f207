package dev.groundwork.service.migrations.review;

import java.util.List;

/** What files did, statement by statement. */
public record Review(Snapshot start, List<Step> steps, Snapshot end) {

  public Review {
    steps = List.copyOf(steps);
  }
}
