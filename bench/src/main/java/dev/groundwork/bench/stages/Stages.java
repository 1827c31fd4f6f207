package dev.groundwork.bench.stages;

import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.RawRequest;
import dev.groundwork.base.identity.Authenticator;
import dev.groundwork.base.identity.Caller;
import dev.groundwork.base.identity.IdentityConfig;
import dev.groundwork.base.identity.RolePath;
import dev.groundwork.base.identity.TokenIssuer;
import dev.groundwork.base.identity.VerificationKeys;
import dev.groundwork.base.pg.Outbound;
import dev.groundwork.base.schema.SchemaCache;
import dev.groundwork.service.rest.Preparation;
import dev.groundwork.service.rest.config.CallerLimits;
import dev.groundwork.service.rest.config.RestConfig;
import dev.groundwork.service.rest.parse.Parser;
import dev.groundwork.service.rest.parse.Request;
import dev.groundwork.service.rest.parse.Shape;
import dev.groundwork.service.rest.plan.Plan;
import dev.groundwork.service.rest.plan.Planner;
import dev.groundwork.service.rest.query.Binder;
import dev.groundwork.service.rest.query.QueryWriter;
import dev.groundwork.service.rest.query.Template;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Each stage by itself, and the whole way of a request whose shape was seen before. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Stages {
  private static final String SECRET = "a secret of the benchmarks, nowhere else";
  private static final int REQUESTS = 256;

  /** What is asked for. */
  @Param public Sample sample = Sample.KEY;

  private final RestConfig config = RestConfig.of(List.of("public"));
  private final SchemaCache schema = HiringSchema.snapshot();
  private final Preparation preparation =
      new Preparation(config, CallerLimits.NONE, () -> schema, new Binder(config));
  private final Authenticator authenticator =
      new Authenticator(
          new IdentityConfig(
              Optional.of(VerificationKeys.of(SECRET, false)),
              Optional.empty(),
              RolePath.parse(".role"),
              Optional.of("anon"),
              1_000,
              true));
  private List<RawRequest> requests = List.of();
  private List<Shape> shapes = List.of();
  private List<Plan.Execution> plans = List.of();
  private int next;

  /** Makes the requests, and what the later stages get of them. */
  @Setup
  public void make() {
    String token =
        new TokenIssuer(SECRET.getBytes(StandardCharsets.UTF_8))
            .key("authenticated", Instant.now(), Duration.ofDays(1));
    requests = sample.requests(REQUESTS, token);
    shapes = requests.stream().map(raw -> Parser.parse(raw).shape()).toList();
    plans = shapes.stream().map(this::planned).toList();
  }

  private Plan.Execution planned(Shape shape) {
    return (Plan.Execution) Planner.plan(shape, schema, config);
  }

  private int next() {
    next = (next + 1) % REQUESTS;
    return next;
  }

  /** Words. */
  @Benchmark
  public Request parse() {
    return Parser.parse(requests.get(next()));
  }

  /** Meaning, for a shape that is new. */
  @Benchmark
  public Plan plan() {
    return planned(shapes.get(next()));
  }

  /** SQL, for a shape that is new. */
  @Benchmark
  public Template write() {
    return QueryWriter.write(plans.get(next()));
  }

  /** All that happens before the database, for a shape and a token that were seen before. */
  @Benchmark
  public Outbound seen() {
    RawRequest raw = requests.get(next());
    Headers headers = raw.headers();
    Caller caller = authenticator.identify(headers.first("Authorization"), headers.first("apikey"));
    return Outbound.whole(preparation.script(raw, caller));
  }
}
