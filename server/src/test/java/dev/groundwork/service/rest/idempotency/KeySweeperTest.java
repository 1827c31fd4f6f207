package dev.groundwork.service.rest.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.base.observe.Event;
import dev.groundwork.testing.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class KeySweeperTest {
  @RegisterExtension
  static final TestPostgres POSTGRES =
      TestPostgres.with(
          """
          create schema groundwork;
          create table groundwork.idempotency_keys (id bytea primary key, expires_at timestamptz);
          """);

  @Test
  void removesWhatIsOverAndNothingElse() throws Exception {
    POSTGRES.execute(
        """
        insert into groundwork.idempotency_keys
        select sha256(i::text::bytea), now() + case when i % 10 = 0 then '1 h' else '-1 s' end::interval
        from generate_series(1, 2000) i
        """);
    List<Event> events = new ArrayList<>();
    KeySweeper.sweep(POSTGRES.database(), events::add);
    assertThat(POSTGRES.value("select count(*) from groundwork.idempotency_keys")).isEqualTo("200");
    assertThat(events).isEmpty();
  }

  @Test
  void tellsWhenItCannot() throws Exception {
    POSTGRES.execute("alter table groundwork.idempotency_keys rename to gone");
    List<Event> events = new ArrayList<>();
    KeySweeper.sweep(POSTGRES.database(), events::add);
    POSTGRES.execute("alter table groundwork.gone rename to idempotency_keys");
    assertThat(events).singleElement().isInstanceOf(Event.Warning.class);
  }
}
