package dev.groundwork.bench.stages;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.groundwork.base.identity.Authenticator;
import dev.groundwork.base.identity.Caller;
import dev.groundwork.base.identity.IdentityConfig;
import dev.groundwork.base.identity.RolePath;
import dev.groundwork.base.identity.SigningKeys;
import dev.groundwork.base.identity.VerificationKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
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

/** Whether a token holds, by the kinds of keys that sign one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TokenCheck {
  private static final String SECRET = "a secret of the benchmarks, nowhere else";
  private static final int RSA_BITS = 2048;

  /** How the token is signed. */
  public enum Sample {
    HS256,
    RS256,
    ES256
  }

  @Param public Sample sample = Sample.HS256;

  private Authenticator remembering = authenticator(VerificationKeys.of(SECRET, false), 1_000);
  private Authenticator forgetting = remembering;
  private Optional<String> header = Optional.empty();

  /** Makes keys and a token. */
  @Setup
  public void make() throws JOSEException {
    SigningKeys keys =
        switch (sample) {
          case HS256 -> SigningKeys.shared(SECRET.getBytes(StandardCharsets.UTF_8));
          case RS256 -> pair(new RSAKeyGenerator(RSA_BITS).keyID("one").generate());
          case ES256 -> pair(new ECKeyGenerator(Curve.P_256).keyID("one").generate());
        };
    VerificationKeys verification =
        keys.verification().orElseGet(() -> VerificationKeys.of(SECRET, false));
    remembering = authenticator(verification, 1_000);
    forgetting = authenticator(verification, 0);
    ObjectNode claims = JsonNodeFactory.instance.objectNode();
    claims.put("role", "authenticated").put("sub", "00000000-0000-4000-8000-000000000001");
    claims.put("exp", Instant.now().plus(Duration.ofDays(1)).getEpochSecond());
    header = Optional.of("Bearer " + keys.token(claims));
  }

  private static SigningKeys pair(JWK key) {
    return SigningKeys.of("[" + key.toJSONString() + "]");
  }

  private static Authenticator authenticator(VerificationKeys keys, int cached) {
    return new Authenticator(
        new IdentityConfig(
            Optional.of(keys),
            Optional.empty(),
            RolePath.parse(".role"),
            Optional.of("anon"),
            cached,
            true));
  }

  /** A token that came before. */
  @Benchmark
  public Caller cached() {
    return remembering.identify(header, Optional.empty());
  }

  /** A token that is new. */
  @Benchmark
  public Caller fresh() {
    return forgetting.identify(header, Optional.empty());
  }
}
