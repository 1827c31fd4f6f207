package dev.groundwork;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.groundwork.base.observe.Event;
import dev.groundwork.base.pg.setup.Baseline;
import dev.groundwork.base.pg.setup.Roles;
import dev.groundwork.service.cron.CronRoom;
import dev.groundwork.service.net.NetRoom;
import dev.groundwork.testing.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Jobs by the clock and requests of SQL, on a prepared database. */
class SideWorkersTest {
  @RegisterExtension static final TestPostgres POSTGRES = TestPostgres.empty();

  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final List<String> received = new CopyOnWriteArrayList<>();
  private HttpServer server = startServer();

  @BeforeEach
  void prepared() {
    Roles.prepare(POSTGRES.address(), events::add);
    new Baseline(POSTGRES.address(), events::add).apply(BaselineScripts.ofProject());
    POSTGRES.execute("create table if not exists seen (who text); grant all on seen to public");
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
    POSTGRES.execute("delete from cron.job; delete from cron.job_run_details; delete from seen");
  }

  @Test
  void aJobRunsAsItsUserAndCannotBecomeAnother() throws Exception {
    try (CronRoom room = CronRoom.start(POSTGRES.address(), events::add);
        CronRoom standby = CronRoom.start(POSTGRES.address(), events::add)) {
      POSTGRES.execute(
          "select cron.schedule('own', '1 second', 'insert into seen values (current_user)')");
      await("select count(*) >= 2 from seen where who = current_user");
      assertThat(
              POSTGRES.value("select count(*) from cron.job_run_details where status = 'failed'"))
          .isEqualTo("0");
      POSTGRES.execute("select cron.unschedule('own')");
      POSTGRES.execute(
          "insert into cron.job (schedule, command, username) values"
              + " ('1 second', 'insert into public.seen values (current_user)', 'anon'),"
              + " ('1 second', 'reset role; insert into public.seen values (current_user)',"
              + " 'authenticated')");
      await("select count(*) > 0 from seen where who = 'anon'");
      await(
          "select count(*) > 0 from cron.job_run_details where username = 'authenticated' and"
              + " status = 'failed' and return_message like '%security-definer%'");
      assertThat(room).isNotSameAs(standby);
    }
  }

  @Test
  void nothingOfAJobRunsAtTheCommitAsSomebodyElse() throws Exception {
    POSTGRES.execute(
        """
        create function note() returns int language plpgsql as
          $$ begin insert into public.seen values ('note ' || current_user); return 1; end $$;
        create function later() returns trigger language plpgsql as
          $$ begin insert into public.seen values ('later ' || current_user); return null; end $$;
        create table late (id int);
        create constraint trigger late after insert on late deferrable initially deferred
          for each row execute function later();
        grant insert on late to authenticated;
        insert into cron.job (schedule, command, username) values
          ('1 second', 'declare c cursor with hold for select public.note()', 'authenticated'),
          ('1 second', 'insert into public.late values (1)', 'authenticated');
        """);
    try (CronRoom room = CronRoom.start(POSTGRES.address(), events::add)) {
      await("select count(*) >= 2 from cron.job_run_details where status = 'succeeded'");
      await("select count(*) > 0 from seen where who = 'later authenticated'");
      assertThat(room).isNotNull();
    }
    assertThat(POSTGRES.value("select string_agg(distinct who, ', ') from seen"))
        .isEqualTo("later authenticated");
  }

  @Test
  void aRequestIsSentAfterTheCommitAndItsAnswerStored() throws Exception {
    String base = "http://127.0.0.1:" + server.getAddress().getPort();
    try (NetRoom room = NetRoom.start(POSTGRES.address(), events::add)) {
      assertThat(room).isNotNull();
      POSTGRES.execute(
          "select net.http_post('"
              + base
              + "/echo', '{\"a\": 1}', headers := '{\"X-Of\": \"me\"}')");
      await("select count(*) > 0 from net._http_response where status_code = 201");
      assertThat(received).containsExactly("POST /echo me application/json {\"a\": 1}");
      assertThat(
              POSTGRES.value(
                  "select (response).body from net.http_collect_response((select max(id) from"
                      + " net._http_response))"))
          .isEqualTo("got it");
      POSTGRES.execute("select net.http_get('" + base + "/slow', timeout_milliseconds := 50)");
      await("select count(*) > 0 from net._http_response where timed_out");
      POSTGRES.execute("select net.http_get('http://127.0.0.1:1/')");
      await("select count(*) > 0 from net._http_response where error_msg like 'ConnectException%'");
      POSTGRES.execute(
          "create table hooked (id int); create trigger hook after insert on hooked for each row"
              + " execute function supabase_functions.http_request('"
              + base
              + "/hook', 'POST', '{\"Content-Type\":\"application/json\"}', '{}', '1000');"
              + " insert into hooked values (7)");
      await("select count(*) > 1 from net._http_response where status_code = 201");
      assertThat(received.toString()).contains("POST /hook", "\"type\": \"INSERT\"", "\"id\": 7");
    }
  }

  private static void await(String condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!"t".equals(POSTGRES.value(condition))) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("never true: " + condition);
      }
      Thread.sleep(50);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    received.add(
        String.join(
            " ",
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            exchange.getRequestHeaders().getFirst("X-Of"),
            exchange.getRequestHeaders().getFirst("Content-Type"),
            body));
    exchange.sendResponseHeaders(201, 6);
    exchange.getResponseBody().write("got it".getBytes(StandardCharsets.UTF_8));
    exchange.close();
  }

  private HttpServer startServer() {
    try {
      InetSocketAddress place = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      HttpServer started = HttpServer.create(place, 0);
      started.createContext("/", this::answer);
      started.createContext("/slow", exchange -> {});
      started.start();
      return started;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
