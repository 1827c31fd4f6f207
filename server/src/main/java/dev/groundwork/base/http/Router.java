package dev.groundwork.base.http;

/** Where rooms hang up their routes before the server starts. */
public interface Router {

  /**
   * Gives every request at or below a path to the handler, whatever its method; the longest prefix
   * wins.
   *
   * @param prefix such as {@code /rest/v1}; empty for everything that nothing else takes
   */
  void mount(String prefix, Handler handler);
}
