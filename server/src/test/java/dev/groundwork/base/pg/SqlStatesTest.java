package dev.groundwork.base.pg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlStatesTest {

  @ParameterizedTest
  @CsvSource({
    "08006, 503",
    "09000, 500",
    "0L000, 403",
    "0P000, 403",
    "23503, 409",
    "23505, 409",
    "23502, 400",
    "25006, 405",
    "25001, 500",
    "28P01, 403",
    "2D000, 500",
    "38000, 500",
    "39000, 500",
    "3B000, 500",
    "40001, 500",
    "40P01, 500",
    "53400, 500",
    "53300, 503",
    "54001, 500",
    "54000, 400",
    "55006, 500",
    "57014, 500",
    "57P01, 503",
    "57P02, 500",
    "58030, 500",
    "F0000, 500",
    "HV000, 500",
    "P0001, 400",
    "P0002, 500",
    "XX000, 500",
    "42883, 404",
    "42P01, 404",
    "42P17, 500",
    "42703, 400",
    "22P02, 400",
    "22023, 400",
    "21000, 500",
    "PT402, 402",
    "PT4xx, 500",
    "PT999, 500",
    "PT40, 500",
    "'', 400"
  })
  void codeBecomesStatus(String state, int status) {
    assertThat(SqlStates.status(state, "message", false)).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "21000, DELETE requires a WHERE clause, 400",
    "21000, ON CONFLICT DO UPDATE command cannot affect row a second time, 400",
    "XX000, tsquery stack too small, 400",
    "22023, role \"x\" does not exist, 401",
    "42883, function xmlagg(json) does not exist, 406"
  })
  void messageDecidesForSomeCodes(String state, String message, int status) {
    assertThat(SqlStates.status(state, message, false)).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"true, 401", "false, 403"})
  void missingPrivilegeDependsOnTheCaller(boolean anonymous, int status) {
    assertThat(SqlStates.status("42501", "permission denied", anonymous)).isEqualTo(status);
  }
}
