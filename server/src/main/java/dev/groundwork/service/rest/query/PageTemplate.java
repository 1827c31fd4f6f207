package dev.groundwork.service.rest.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The SQL of a page.
 *
 * @param zones statements whose rows come one after the other; the next one is asked for only while
 *     rows are wanting. Behind the outputs of a row stand the values of its keys.
 * @param count counts all rows, when that is asked for
 * @param estimate explains how many rows there are, when that is asked for
 */
public record PageTemplate(
    List<Template.Piece> zones, Optional<Template.Piece> count, Optional<Template.Piece> estimate) {
  public PageTemplate {
    zones = List.copyOf(zones);
  }

  /** What the first round trip asks. */
  public List<Template.Piece> first() {
    List<Template.Piece> pieces = new ArrayList<>(List.of(zones.getFirst()));
    count.ifPresent(pieces::add);
    estimate.ifPresent(pieces::add);
    return pieces;
  }
}
