package dev.groundwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.base.config.ProjectFolder;
import dev.groundwork.base.config.TomlFile;
import dev.groundwork.base.identity.TokenIssuer;
import dev.groundwork.base.pg.setup.Baseline;
import dev.groundwork.base.pg.setup.Roles;
import dev.groundwork.testing.RunningProgram;
import dev.groundwork.testing.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Projects in the shapes that people write for Supabase, started as they are. */
class SupabaseProjectsTest {
  @RegisterExtension static final TestPostgres TASKS = TestPostgres.empty();
  @RegisterExtension static final TestPostgres CHAT = TestPostgres.empty();
  @RegisterExtension static final TestPostgres SHOP = TestPostgres.empty();
  @RegisterExtension static final TestPostgres TENANTS = TestPostgres.empty();
  @RegisterExtension static final TestPostgres SEARCH = TestPostgres.empty();
  @RegisterExtension static final TestPostgres SETTINGS = TestPostgres.empty();
  @RegisterExtension static final TestPostgres FORMS = TestPostgres.empty();
  @RegisterExtension static final TestPostgres BROKEN = TestPostgres.empty();

  private static final Path PROJECTS = Path.of("../examples/supabase");

  @TempDir Path folder;

  @Test
  void aListOfThingsToDoIsEachPersonsOwn() throws Exception {
    try (RunningProgram program = start("todo", TASKS)) {
      String api = program.await("API +(\\S+)");
      assertThat(program.err())
          .contains("supabase/config.toml [db]: not honoured here: port, major_version")
          .contains("[realtime]: not honoured here: enabled")
          .doesNotContain("[api]")
          .contains("[studio]: not honoured here: enabled, port")
          .contains("[functions]: not honoured here: ")
          .contains("README.sql is not applied")
          .doesNotContain("inbucket")
          .doesNotContain("apple");
      String ann = token("11111111-1111-1111-1111-111111111111", "{}");
      assertThat(get(api + "/todos?select=task", ann)).contains("200", "water plants");
      assertThat(get(api + "/todos?select=task", token(null, "{}"))).isEqualTo("200 []");
      assertThat(post(api + "/todos", ann, "{\"task\": \"write code\"}")).startsWith("201");
      assertThat(
              post(
                  api + "/todos",
                  ann,
                  "{\"task\": \"not mine\", \"user_id\":"
                      + " \"99999999-9999-9999-9999-999999999999\"}"))
          .startsWith("403");
    }
    assertThat(TASKS.value("select count(*) from supabase_migrations.schema_migrations"))
        .isEqualTo("2");
    assertThat(TASKS.value("select count(*) from groundwork.migrations where kind = 'migration'"))
        .isEqualTo("3");
    assertThat(
            TASKS.value(
                "select indisvalid from pg_index where indexrelid = 'todos_user_id_idx'::regclass"))
        .isEqualTo("t");
    assertThat(TASKS.value("select path from supabase_migrations.seed_files"))
        .isEqualTo("supabase/seed.sql");
    assertThat(TASKS.value("select email from auth.identities")).isEqualTo("ann@example.com");
    try (RunningProgram again = start("todo", TASKS)) {
      again.await("API +(\\S+)");
      assertThat(again.err()).doesNotContain("Applied");
    }
  }

  @Test
  void aChatMakesProfilesOfNewUsersAndTellsOthers() throws Exception {
    try (RunningProgram program = start("chat", CHAT)) {
      String api = program.await("API +(\\S+)");
      String bob = token("22222222-2222-2222-2222-222222222222", "{}");
      assertThat(get(api + "/profiles?select=username&order=username", bob))
          .contains("bobby", "eve");
      assertThat(get(api + "/channels?select=slug", token(null, "{}"))).isEqualTo("200 []");
      assertThat(
              post(
                  api + "/messages",
                  bob,
                  "{\"channel_id\": 1, \"user_id\": \"22222222-2222-2222-2222-222222222222\","
                      + " \"message\": \"hello\"}"))
          .startsWith("201");
    }
    assertThat(
            CHAT.value(
                "select topic || (payload -> 'record' ->> 'message') from realtime.messages"))
        .isEqualTo("channel:1hello");
    assertThat(CHAT.value("select decrypted_secret from vault.decrypted_secrets"))
        .isEqualTo("from the file");
    assertThat(CHAT.value("select count(*) from pg_publication_tables")).isEqualTo("3");
    assertThat(CHAT.value("select schedule from cron.job where jobname = 'forget'"))
        .isEqualTo("0 3 * * *");
    assertThat(
            CHAT.value(
                "select valid from extensions.verify(extensions.sign('{\"a\":1}', 'secret'),"
                    + " 'secret')"))
        .isEqualTo("t");
  }

  @Test
  void aShopHasBucketsAndClosedTables() throws Exception {
    try (RunningProgram program = start("shop", SHOP)) {
      String api = program.await("API +(\\S+)");
      assertThat(get(api + "/hidden", token(null, "{}"))).startsWith("401");
      assertThat(get(api + "/products?select=slug", token(null, "{}"), "shop"))
          .isEqualTo("200 [{\"slug\":\"Lamp\"}]");
    }
    assertThat(
            SHOP.value(
                "select public::text || file_size_limit || allowed_mime_types::text from"
                    + " storage.buckets where id = 'products'"))
        .isEqualTo("true5242880{image/png,image/jpeg}");
    assertThat(
            SHOP.value(
                "select count(*) from pg_policy where polrelid = 'storage.objects'::regclass"))
        .isEqualTo("3");
  }

  @Test
  void tenantsSeeWhatTheirClaimsAllow() throws Exception {
    try (RunningProgram program = start("tenants", TENANTS)) {
      String api = program.await("API +(\\S+)");
      String carl =
          token(
              "44444444-4444-4444-4444-444444444444",
              "{\"tenant\":\"aaaaaaaa-0000-0000-0000-000000000000\"}");
      assertThat(get(api + "/projects?select=title", carl)).isEqualTo("200 [{\"title\":\"of A\"}]");
      assertThat(post(api + "/projects", carl, "{\"title\": \"another\"}")).startsWith("201");
      assertThat(post(api + "/rpc/ask", carl, "{}"))
          .contains("the extension http is not available on this server");
    }
    assertThat(
            TENANTS.value(
                "select custom_access_token_hook(jsonb_build_object('claims', '{}'::jsonb,"
                    + " 'user_id', '44444444-4444-4444-4444-444444444444'))"
                    + " -> 'claims' -> 'app_metadata' ->> 'tenant'"))
        .startsWith("aaaaaaaa");
    assertThat(TENANTS.value("select pgmq.send('invitations', '{}')")).isEqualTo("1");
  }

  @Test
  void vectorsAreFoundByDistance() throws Exception {
    try (RunningProgram program = start("search", SEARCH)) {
      String api = program.await("API +(\\S+)");
      String caller = token(null, "{}");
      assertThat(
              post(
                  api + "/notes",
                  caller,
                  "[{\"content\": \"east\", \"embedding\": [1, 0, 0], \"small\": \"[1,2, 3]\"},"
                      + " {\"content\": \"north\", \"embedding\": \"[0, 1, 0.123456789]\","
                      + " \"small\": null}]"))
          .startsWith("201");
      assertThat(get(api + "/notes?select=embedding,small&order=id", caller))
          .contains("\"[1,0,0]\"", "\"[0,1,0.12345679]\"", "\"[1,2,3]\"");
      assertThat(
              post(
                  api + "/rpc/nearest",
                  caller,
                  "{\"query_embedding\": [2, 0, 0], \"match_count\": 1}"))
          .isEqualTo("200 [{\"content\":\"east\",\"similarity\":1}]");
      assertThat(post(api + "/notes", caller, "{\"content\": \"x\", \"embedding\": [1, 0]}"))
          .contains("400", "expected 3 dimensions, not 2");
      assertThat(get(api + "/customers", caller)).contains("filename or program is required");
    }
    assertThat(SEARCH.value("select '[1,2]'::vector <-> '[4,6]'")).isEqualTo("5");
    assertThat(SEARCH.value("select '[1,2]'::vector <#> '[4,6]'")).isEqualTo("-16");
    assertThat(SEARCH.value("select '[1,2]'::vector <+> '[4,6]'")).isEqualTo("7");
    assertThat(SEARCH.value("select avg(v) from (values ('[1,2]'::vector), ('[2,5]')) as t (v)"))
        .isEqualTo("[1.5,3.5]");
    assertThat(SEARCH.value("select l2_normalize('[3,4]'::vector) || array[1]::vector"))
        .isEqualTo("[0.6,0.8,1]");
    assertThat(SEARCH.value("select name from storage.objects")).isEqualTo("a/b.png");
    assertThatThrownBy(() -> SEARCH.execute("delete from storage.objects"))
        .hasMessageContaining("Direct deletion");
    assertThatThrownBy(() -> SEARCH.value("select pgsodium.randombytes_buf(8)"))
        .hasMessageContaining("pgsodium is not available on this server");
    assertThatThrownBy(() -> SEARCH.value("select '[1,2]'::vector <=> '[1]'"))
        .hasMessageContaining("different vector dimensions 2 and 1");
    assertThatThrownBy(() -> SEARCH.value("select '[1,2'::vector"))
        .hasMessageContaining("invalid input syntax");
  }

  @Test
  void whatAProjectSetsInTheDatabaseHolds() throws Exception {
    try (RunningProgram program = start("search", SETTINGS)) {
      String api = program.await("API +(\\S+)");
      String caller = token(null, "{}");
      assertThat(post(api + "/rpc/caller_address", caller, "{}")).isEqualTo("200 \"127.0.0.1\"");
      assertThat(
              send(request(api + "/rpc/caller_address", caller).header("X-Forwarded-For", "::5")))
          .isEqualTo("200 \"::5, 127.0.0.1\"");
      assertThat(send(request(api + "/notes", caller).header("x-blocked", "yes")))
          .contains("402", "Payment required");
    }
  }

  @Test
  void anExtensionThatCannotBeHadIsToldWithWhatToDo() throws Exception {
    Path migrations = Files.createDirectories(folder.resolve("supabase/migrations"));
    Files.writeString(
        migrations.resolve("1_maps.sql"), "create extension postgis with schema extensions;");
    try (RunningProgram program = run(BROKEN)) {
      assertThat(program.exitCode()).isEqualTo(1);
      assertThat(program.err())
          .contains("1_maps.sql:1: extension \"postgis\" is not available")
          .contains("use --db-url with a server that has it");
    }
    Files.delete(migrations.resolve("1_maps.sql"));
    Files.writeString(migrations.resolve("1_psql.sql"), "select 1;\n\\i more.sql\n");
    try (RunningProgram program = run(BROKEN)) {
      assertThat(program.exitCode()).isEqualTo(1);
      assertThat(program.err()).contains("1_psql.sql:2: \\i more.sql is a command of psql");
    }
  }

  @Test
  void extensionsComeInEveryFormAndMayBeDroppedAndMadeAgain() {
    TestPostgres postgres = FORMS;
    Roles.prepare(postgres.address(), _ -> {});
    new Baseline(postgres.address(), _ -> {}).apply(BaselineScripts.ofSupabaseProject(true));
    for (String name :
        new String[] {
          "pg_cron", "pg_net", "pg_graphql", "http", "pgsodium", "vector", "wrappers"
        }) {
      postgres.execute("drop extension if exists " + name + " cascade");
      postgres.execute("create extension " + name + " with schema extensions");
      postgres.execute("drop extension " + name);
      postgres.execute("create extension if not exists " + name + " with schema public");
      postgres.execute("drop extension " + name);
    }
    assertThatThrownBy(() -> postgres.execute("create extension postgis"))
        .hasMessageContaining("is not available");
  }

  private RunningProgram start(String name, TestPostgres postgres) throws IOException {
    Path source = PROJECTS.resolve(name);
    try (Stream<Path> tree = Files.walk(source)) {
      for (Path file : tree.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(source.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return run(postgres);
  }

  private RunningProgram run(TestPostgres postgres) {
    String place = postgres.address().url().replaceFirst("^jdbc:postgresql://", "");
    String url =
        "postgresql://"
            + postgres.address().user()
            + ":"
            + postgres.address().password()
            + "@"
            + place;
    return RunningProgram.start(
        Map.of(), "start", folder.toString(), "--port", "0", "--admin-port", "0", "--db-url", url);
  }

  private String token(@org.jspecify.annotations.Nullable String user, String appMetadata) {
    ProjectFolder project = ProjectFolder.open(folder);
    String secret =
        TomlFile.read(project.secrets(), project.secrets()).stream()
            .filter(given -> given.name().equals("jwt-secret"))
            .findFirst()
            .orElseThrow()
            .raw()
            .line();
    String person =
        user == null
            ? "\"role\":\"anon\""
            : "\"role\":\"authenticated\",\"sub\":\"%s\"".formatted(user);
    return new TokenIssuer(secret.getBytes(StandardCharsets.UTF_8))
        .token(
            "{%s,\"app_metadata\":%s,\"exp\":%d}"
                .formatted(person, appMetadata, Instant.now().getEpochSecond() + 600));
  }

  private static String get(String url, String token) throws Exception {
    return get(url, token, "public");
  }

  private static String get(String url, String token, String schema) throws Exception {
    return send(request(url, token).header("Accept-Profile", schema));
  }

  private static String post(String url, String token, String body) throws Exception {
    return send(
        request(url, token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static HttpRequest.Builder request(String url, String token) {
    return HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + token);
  }

  private static String send(HttpRequest.Builder request) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.body();
    }
  }
}
