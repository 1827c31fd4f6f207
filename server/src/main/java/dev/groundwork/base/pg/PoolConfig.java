package dev.groundwork.base.pg;

import java.time.Duration;

/**
 * How many connections are kept to a database, and for how long.
 *
 * @param size the most connections at a time
 * @param acquisitionTimeout how long a caller waits for a connection when all are taken
 * @param maxLifetime after which a connection is replaced
 * @param idleTimeout after which an unused connection is closed
 * @param connectTimeout how long opening a connection may take
 * @param maxUse how long a caller may hold a connection before it is closed, so that a dead network
 *     does not hold one for ever
 * @param preparedStatements whether statements are prepared on the server; not possible behind a
 *     pooler that hands each transaction another connection
 */
public record PoolConfig(
    PgAddress address,
    int size,
    Duration acquisitionTimeout,
    Duration maxLifetime,
    Duration idleTimeout,
    Duration connectTimeout,
    Duration maxUse,
    boolean preparedStatements) {

  public PoolConfig {
    if (size < 1) {
      throw new IllegalArgumentException("a pool needs at least one connection");
    }
  }

  /** The usual configuration. */
  public static PoolConfig of(PgAddress address) {
    return new PoolConfig(
        address,
        10,
        Duration.ofSeconds(10),
        Duration.ofMinutes(30),
        Duration.ofMinutes(5),
        Duration.ofSeconds(5),
        Duration.ofMinutes(10),
        true);
  }

  public PoolConfig withSize(int connections) {
    return new PoolConfig(
        address,
        connections,
        acquisitionTimeout,
        maxLifetime,
        idleTimeout,
        connectTimeout,
        maxUse,
        preparedStatements);
  }

  public PoolConfig withMaxUse(Duration limit) {
    return new PoolConfig(
        address,
        size,
        acquisitionTimeout,
        maxLifetime,
        idleTimeout,
        connectTimeout,
        limit,
        preparedStatements);
  }

  public PoolConfig withAcquisitionTimeout(Duration timeout) {
    return new PoolConfig(
        address,
        size,
        timeout,
        maxLifetime,
        idleTimeout,
        connectTimeout,
        maxUse,
        preparedStatements);
  }
}
