package dev.groundwork.service.rest.reply;

import java.util.OptionalLong;

/** The {@code Content-Range} header and the status that goes with it. */
record ContentRange(long lower, long upper, OptionalLong total) {

  /** The header's value: {@code 0-14/15}, with a star for what is unknown or empty. */
  String value() {
    boolean some = lower <= upper && !total.equals(OptionalLong.of(0));
    return (some ? lower + "-" + upper : "*") + "/" + (total.isPresent() ? total.getAsLong() : "*");
  }

  boolean beyond() {
    return total.isPresent() && lower > total.getAsLong();
  }

  /** 200 for all rows, 206 for some. */
  int status() {
    return total.isPresent() && 1 + upper - lower < total.getAsLong() ? 206 : 200;
  }
}
