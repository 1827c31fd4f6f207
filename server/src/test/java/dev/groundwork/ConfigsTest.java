package dev.groundwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.base.config.Environment;
import dev.groundwork.base.config.Mode;
import dev.groundwork.base.config.Settings;
import dev.groundwork.base.config.SettingsReader;
import dev.groundwork.base.http.GateConfig;
import dev.groundwork.base.identity.Caller;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.service.rest.config.CallerLimits;
import dev.groundwork.service.rest.config.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ConfigsTest {

  @Test
  void theLimitOfRequestsFollowsThePool() {
    assertThat(Configs.gate(settings(Mode.SERVER, Map.of())))
        .contains(new GateConfig(15, 30, 60, Duration.ofMillis(500)));
    assertThat(Configs.gate(settings(Mode.SERVER, Map.of("GROUNDWORK_DB_POOL_SIZE", "1"))))
        .contains(new GateConfig(2, 4, 8, Duration.ofMillis(500)));
    assertThat(Configs.gate(settings(Mode.REST, Map.of())))
        .contains(new GateConfig(42, 84, 168, Duration.ofMillis(500)));
  }

  @Test
  void theLimitOfRequestsMayBeSetAndSwitchedOff() {
    Map<String, String> set =
        Map.of(
            "GROUNDWORK_LIMITS_MIN_CONCURRENCY", "3",
            "GROUNDWORK_LIMITS_MAX_CONCURRENCY", "5",
            "GROUNDWORK_LIMITS_MAX_WAIT_MS", "0");
    assertThat(Configs.gate(settings(Mode.SERVER, set)))
        .contains(new GateConfig(3, 5, 5, Duration.ZERO));
    assertThat(Configs.gate(settings(Mode.SERVER, Map.of("GROUNDWORK_LIMITS_ENABLED", "false"))))
        .isEmpty();
  }

  @Test
  void aLimitOfRequestsBelowItsLeastIsTold() {
    Settings settings = settings(Mode.SERVER, Map.of("GROUNDWORK_LIMITS_MAX_CONCURRENCY", "5"));
    assertThatThrownBy(() -> Configs.gate(settings))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("limits.max-concurrency");
  }

  @Test
  void limitsOfCallersAreFoundByRoleAndByKey() {
    CallerLimits limits =
        Configs.callerLimits(
            settings(
                Mode.SERVER,
                Map.of(
                    "GROUNDWORK_LIMITS_ROLES_ANON_MAX_ROWS", "9",
                    "GROUNDWORK_LIMITS_ROLES_ANON_STATEMENT_TIMEOUT", "2s",
                    "GROUNDWORK_LIMITS_KEYS_X_MAX_ROWS", "5")));
    assertThat(limits.of(new Caller("anon", "{}", Optional.of("x"))))
        .isEqualTo(new Limits(Optional.of("2s"), OptionalLong.of(5), OptionalLong.empty()));
    assertThat(limits.of(new Caller("anon", "{}")).maxRows()).hasValue(9);
    assertThat(limits.of(new Caller("other", "{}"))).isEqualTo(Limits.NONE);
  }

  private static Settings settings(Mode mode, Map<String, String> environment) {
    return SettingsReader.read(
        mode, Path.of(""), List.of(Environment.read(environment, "GROUNDWORK_")));
  }
}
