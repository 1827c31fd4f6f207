package dev.groundwork.bench.speed;

import java.io.IOException;
import java.sql.SQLException;

/** A work that the server does and, for comparison, PostgreSQL by itself; in the same unit. */
interface Contest extends AutoCloseable {
  String name();

  /** What is counted, such as {@code requests/s}. */
  String unit();

  /** Whether the server knows how to do it; what it does not serve is left out. */
  boolean isServed() throws Exception;

  /** Lets the server do it for a time, uncounted. */
  void warmUp(int seconds) throws Exception;

  /** How much the server does a second. */
  double server(int seconds) throws Exception;

  /** How much PostgreSQL does a second. */
  double postgres(int seconds) throws Exception;

  /** What else is worth knowing once all rounds are over; empty when nothing is. */
  String remark() throws Exception;

  @Override
  void close() throws IOException, SQLException;
}
