package dev.groundwork.service.auth.limit;

import java.time.Duration;
import java.util.Optional;

/** Keeps limits over all nodes. */
public interface RateLimits extends AutoCloseable {

  /**
   * Takes a token from the bucket of a limit and key; of an unknown one it is full.
   *
   * @param key whose bucket it is, such as an address; any text
   * @return empty when there was a token, else how long it takes until there is one, at least a
   *     millisecond; asking costs nothing then
   * @throws dev.groundwork.base.problem.ProblemException when the store cannot be reached
   */
  Optional<Duration> take(Limit limit, String key);

  /**
   * Puts back a token that was taken for what need not count after all.
   *
   * @throws dev.groundwork.base.problem.ProblemException when the store cannot be reached
   */
  void giveBack(Limit limit, String key);

  @Override
  void close();
}
