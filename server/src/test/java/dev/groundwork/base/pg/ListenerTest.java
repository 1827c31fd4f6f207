package dev.groundwork.base.pg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.base.pg.setup.SchemaSignal;
import dev.groundwork.testing.TestPostgres;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ListenerTest {

  @RegisterExtension static final TestPostgres POSTGRES = TestPostgres.empty();

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  @Test
  void hearsAndComesBackAfterTheConnectionBroke() throws Exception {
    try (Listener _ = listen("a \"channel\"")) {
      assertThat(next()).isEqualTo("listening");
      POSTGRES.execute("select pg_notify('a \"channel\"', 'one')");
      assertThat(next()).isEqualTo("notified one");
      POSTGRES.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where datname = current_database() and query like 'listen %'");
      assertThat(next()).isEqualTo("listening");
      POSTGRES.execute("select pg_notify('a \"channel\"', 'two')");
      assertThat(next()).isEqualTo("notified two");
    }
  }

  @Test
  void changesOfTheSchemaAreSignalled() throws Exception {
    String made = "select string_agg(oid::text, ',' order by oid) from pg_event_trigger";
    assertThat(SchemaSignal.install(POSTGRES.address(), "pgrst", event -> {})).isTrue();
    String first = POSTGRES.value(made);
    assertThat(SchemaSignal.install(POSTGRES.address(), "pgrst", event -> {})).isTrue();
    assertThat(POSTGRES.value(made)).as("left as they are").isEqualTo(first);
    try (Listener _ = listen("pgrst")) {
      assertThat(next()).isEqualTo("listening");
      POSTGRES.execute("create table seen (id int)");
      assertThat(next()).isEqualTo("notified reload schema");
      POSTGRES.execute("create temp table unseen (id int); drop table unseen; select 1");
      POSTGRES.execute("drop table seen");
      assertThat(next()).isEqualTo("notified reload schema");
      assertThat(heard.poll(200, TimeUnit.MILLISECONDS)).isNull();
    }
  }

  @Test
  void onlySuperusersInstallTheSignal() {
    POSTGRES.execute(
        "do $$ begin create role plain login password 'plain';"
            + " exception when duplicate_object then end $$");
    PgAddress plain = POSTGRES.address().as("plain", "plain");
    assertThat(SchemaSignal.install(plain, "pgrst", event -> {})).isFalse();
  }

  private Listener listen(String channel) {
    Listener.Subscriber subscriber =
        new Listener.Subscriber() {
          @Override
          public void listening() {
            heard.add("listening");
          }

          @Override
          public void notified(String payload) {
            heard.add("notified " + payload);
          }
        };
    return Listener.start(POSTGRES.address(), channel, subscriber, event -> {});
  }

  private String next() throws Exception {
    String said = heard.poll(10, TimeUnit.SECONDS);
    assertThat(said).as("in time").isNotNull();
    return said;
  }
}
