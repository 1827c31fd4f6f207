package dev.groundwork.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TestPostgresTest {

  @RegisterExtension
  static final TestPostgres POSTGRES =
      TestPostgres.with("create table t (id int); insert into t values (1);", "select 1");

  @Test
  void fixturesAreThere() {
    assertThat(POSTGRES.value("select count(*) from t")).isEqualTo("1");
  }

  @Test
  void secondDatabaseFromTheSameTemplateIsSeparate() throws Exception {
    TestPostgres other =
        TestPostgres.with("create table t (id int); insert into t values (1);", "select 1");
    other.beforeAll(null);
    other.execute("delete from t");
    assertThat(POSTGRES.value("select count(*) from t")).isEqualTo("1");
    assertThat(other.address().url()).isNotEqualTo(POSTGRES.address().url());
    other.afterAll(null);
  }

  @Test
  void openTransactionIsFound() throws Exception {
    try (Connection connection = POSTGRES.connect()) {
      connection.setAutoCommit(false);
      connection.createStatement().execute("select 42");
      assertThatThrownBy(() -> POSTGRES.afterEach(null))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("open transaction left behind: idle in transaction")
          .hasMessageContaining("select 42");
      connection.rollback();
    }
  }
}
