package dev.groundwork.service.rest.parse;

import java.util.OptionalLong;

/** Rows asked for: how many to skip and how many to give at most. */
public record Window(long offset, OptionalLong limit) {

  public static final Window ALL = new Window(0, OptionalLong.empty());

  public boolean isAll() {
    return offset == 0 && limit.isEmpty();
  }
}
