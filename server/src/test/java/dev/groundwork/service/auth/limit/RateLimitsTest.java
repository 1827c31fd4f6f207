package dev.groundwork.service.auth.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.testing.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.embedded.RedisServer;

class RateLimitsTest {
  @RegisterExtension
  static final TestPostgres POSTGRES =
      TestPostgres.withResources(
          "/dev/groundwork/service/auth/limit/role.sql",
          "/dev/groundwork/service/auth/sql/0100_rate_limits.sql");

  private static RedisServer redis;
  private static RedisRateLimits inRedis;

  @BeforeAll
  static void start() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    redis = RedisServer.newRedisServer().bind("127.0.0.1").port(port).build();
    redis.start();
    inRedis = RedisRateLimits.at("redis://127.0.0.1:" + port + "/0");
  }

  @AfterAll
  static void stop() throws IOException {
    inRedis.close();
    redis.stop();
  }

  static List<RateLimits> stores() {
    return List.of(new PostgresRateLimits(POSTGRES.database(), _ -> {}), inRedis);
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("stores")
  void soManyAtOnceAndThenAWait(RateLimits limits) {
    Limit limit = new Limit("three an hour", 3, Duration.ofHours(1));
    for (int i = 0; i < 3; i++) {
      assertThat(limits.take(limit, "a")).isEmpty();
    }
    Optional<Duration> wait = limits.take(limit, "a");
    assertThat(wait.orElseThrow()).isBetween(Duration.ofMinutes(19), Duration.ofMinutes(20));
    assertThat(limits.take(limit, "a").orElseThrow()).isLessThanOrEqualTo(wait.get());
    assertThat(limits.take(limit, "b")).isEmpty();
    assertThat(limits.take(new Limit("other", 3, Duration.ofHours(1)), "a")).isEmpty();
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("stores")
  void whatIsGivenBackCanBeTakenAgainAndNoMore(RateLimits limits) {
    Limit limit = new Limit("given back", 2, Duration.ofHours(1));
    limits.giveBack(limit, "a");
    assertThat(limits.take(limit, "a")).isEmpty();
    limits.giveBack(limit, "a");
    limits.giveBack(limit, "a");
    assertThat(limits.take(limit, "a")).isEmpty();
    assertThat(limits.take(limit, "a")).isEmpty();
    assertThat(limits.take(limit, "a")).isPresent();
    limits.giveBack(limit, "a");
    assertThat(limits.take(limit, "a")).isEmpty();
    assertThat(limits.take(limit, "a")).isPresent();
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("stores")
  void tokensComeBackEvenly(RateLimits limits) throws InterruptedException {
    Limit limit = new Limit("two in a second", 2, Duration.ofSeconds(1));
    assertThat(limits.take(limit, "a")).isEmpty();
    assertThat(limits.take(limit, "a")).isEmpty();
    Duration wait = limits.take(limit, "a").orElseThrow();
    assertThat(wait).isBetween(Duration.ofMillis(1), Duration.ofMillis(500));
    Thread.sleep(wait);
    assertThat(limits.take(limit, "a")).isEmpty();
    assertThat(limits.take(limit, "a")).isPresent();
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("stores")
  void manyAtTheSameTimeGetNoMore(RateLimits limits) throws Exception {
    Limit limit = new Limit("forty", 40, Duration.ofDays(1));
    int taken = 0;
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> outcomes = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        outcomes.add(callers.submit(() -> limits.take(limit, "all").isEmpty()));
      }
      for (Future<Boolean> outcome : outcomes) {
        taken += outcome.get() ? 1 : 0;
      }
    }
    assertThat(taken).isEqualTo(40);
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("stores")
  void aKeyIsAnyText(RateLimits limits) {
    Limit limit = new Limit("one", 1, Duration.ofHours(1));
    for (String key : List.of("", "'; drop table x; --", "a\0b", "ä🐎", "x".repeat(100_000))) {
      assertThat(limits.take(limit, key)).as(key).isEmpty();
      assertThat(limits.take(limit, key)).as(key).isPresent();
    }
  }

  @Test
  void fullBucketsAreForgotten() throws InterruptedException {
    PostgresRateLimits limits = new PostgresRateLimits(POSTGRES.database(), _ -> {});
    limits.take(new Limit("short", 1, Duration.ofMillis(5)), "sweep");
    limits.take(new Limit("long", 1, Duration.ofHours(5)), "sweep");
    Thread.sleep(20);
    limits.sweep();
    String left = "select string_agg(name, ',') from groundwork.rate_limits where key = 'sweep'";
    assertThat(POSTGRES.value(left)).isEqualTo("long");
  }

  @Test
  void anUnreachableStoreIsTold() {
    try (RedisRateLimits limits = RedisRateLimits.at("redis://:s3cret@127.0.0.1:1")) {
      assertThatThrownBy(() -> limits.take(new Limit("one", 1, Duration.ofHours(1)), "a"))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem()).isEqualTo(new LimitProblem.Unavailable()));
    }
    for (String address : List.of("", "redis:x", "http://127.0.0.1", "redis://a b")) {
      assertThatThrownBy(() -> RedisRateLimits.at(address)).isInstanceOf(ProblemException.class);
    }
  }

  @Test
  void aLimitIsAtLeastOne() {
    assertThatThrownBy(() -> new Limit("none", 0, Duration.ofHours(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Limit("none", 1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
