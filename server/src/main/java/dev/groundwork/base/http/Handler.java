package dev.groundwork.base.http;

/** Answers requests; blocks while it works. A {@code ProblemException} becomes an error reply. */
@FunctionalInterface
public interface Handler {
  Reply handle(RawRequest request, Notes notes);
}
