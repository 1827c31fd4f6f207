package dev.groundwork.service.rest.parse;

import java.util.Locale;

/** A part of a date or time: a number, or the moment at which the year, month ... began. */
public enum DatePart {
  YEAR,
  QUARTER,
  MONTH,
  WEEK,
  DAY,
  DOW,
  ISODOW,
  DOY,
  HOUR,
  MINUTE,
  SECOND,
  START_OF_YEAR,
  START_OF_QUARTER,
  START_OF_MONTH,
  START_OF_WEEK,
  START_OF_DAY,
  START_OF_HOUR,
  START_OF_MINUTE;

  private static final String START = "start_of_";

  /** As in requests, where parentheses follow. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is a moment and no number. */
  public boolean isMoment() {
    return word().startsWith(START);
  }

  /** What PostgreSQL calls the part. */
  public String unit() {
    return isMoment() ? word().substring(START.length()) : word();
  }

  /** Whether it is shorter than a day. */
  public boolean isOfDay() {
    return switch (this) {
      case HOUR, MINUTE, SECOND, START_OF_HOUR, START_OF_MINUTE -> true;
      case YEAR,
          QUARTER,
          MONTH,
          WEEK,
          DAY,
          DOW,
          ISODOW,
          DOY,
          START_OF_YEAR,
          START_OF_QUARTER,
          START_OF_MONTH,
          START_OF_WEEK,
          START_OF_DAY ->
          false;
    };
  }
}
