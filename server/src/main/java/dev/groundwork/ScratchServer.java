package dev.groundwork;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.EmbeddedConfig;
import dev.groundwork.base.pg.EmbeddedPostgres;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PlainSession;
import dev.groundwork.base.pg.setup.Baseline;
import dev.groundwork.base.pg.setup.Roles;
import dev.groundwork.base.sql.Identifier;
import dev.groundwork.base.text.RandomText;
import dev.groundwork.service.migrations.Workbench.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server for scratch databases. Each is a clone of one that holds the baseline, which is made
 * once. Roles belong to the whole server, so those that a scratch database's files made go with it.
 */
final class ScratchServer implements AutoCloseable {
  private static final int NAME_DIGITS = 12;
  private static final String PREFIX = "scratch-";

  /** How old a folder is that nobody is about to lock. */
  private static final Duration SETTLED = Duration.ofMinutes(5);

  private final PgAddress admin;
  private final Parts parts;
  private final String template;
  private final Set<String> roles;
  private final Set<String> open = new HashSet<>();

  private ScratchServer(PgAddress admin, Parts parts, String template, Set<String> roles) {
    this.admin = admin;
    this.parts = parts;
    this.template = template;
    this.roles = Set.copyOf(roles);
  }

  /**
   * Starts one, or takes the one at an address.
   *
   * @param state the project's own folder, below which an embedded one lives while it is needed
   */
  static ScratchServer open(
      Optional<PgAddress> url, Path state, List<Baseline.Script> baseline, Observer observer) {
    Parts parts = new Parts();
    boolean opened = false;
    try {
      PgAddress admin = url.orElseGet(() -> embedded(parts, state));
      ScratchServer server = prepared(admin, parts, baseline, observer);
      opened = true;
      return server;
    } finally {
      if (!opened) {
        parts.close();
      }
    }
  }

  private static PgAddress embedded(Parts parts, Path state) {
    try {
      Files.createDirectories(state);
      removeAbandoned(state);
      Path home = Files.createTempDirectory(state, PREFIX);
      parts.open(() -> () -> EmbeddedPostgres.remove(home));
      EmbeddedConfig config =
          new EmbeddedConfig(
              home,
              state,
              Optional.empty(),
              EmbeddedConfig.in(home).socketFolder(),
              Map.of("max_locks_per_transaction", "1024"),
              EmbeddedConfig.Durability.TESTS_ONLY,
              Duration.ofSeconds(10));
      return parts
          .open(() -> EmbeddedPostgres.start(config, ScratchServer::untold))
          .address(ProjectDatabase.NAME);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A command that was killed leaves its server's folder; the server ended with it. */
  private static void removeAbandoned(Path state) throws IOException {
    Instant settled = Instant.now().minus(SETTLED);
    try (Stream<Path> entries = Files.list(state)) {
      for (Path entry : entries.toList()) {
        if (entry.getFileName().toString().startsWith(PREFIX)
            && Files.getLastModifiedTime(entry).toInstant().isBefore(settled)) {
          EmbeddedPostgres.removeAbandoned(entry);
        }
      }
    }
  }

  private static ScratchServer prepared(
      PgAddress admin, Parts parts, List<Baseline.Script> baseline, Observer observer) {
    String template = name();
    try (PlainSession session = PlainSession.open(admin)) {
      session.execute("create database " + Identifier.quote(template) + " template template0");
    }
    parts.open(() -> () -> drop(admin, template));
    PgAddress address = admin.database(template);
    Roles.prepare(address, observer);
    new Baseline(address, ScratchServer::untold).apply(baseline);
    return new ScratchServer(admin, parts, template, roles(admin));
  }

  private static void untold(Event event) {
    Objects.requireNonNull(event);
  }

  private static String name() {
    return "groundwork_scratch_" + RandomText.digits(NAME_DIGITS);
  }

  /** A new one. Roles that its files make stay until the last one is closed. */
  synchronized Scratch database() {
    String name = name();
    try (PlainSession session = PlainSession.open(admin)) {
      session.execute(
          "create database "
              + Identifier.quote(name)
              + " template "
              + Identifier.quote(template)
              + " strategy file_copy");
      copySettings(session, name);
    }
    open.add(name);
    return new Scratch() {
      @Override
      public PgAddress address() {
        return admin.database(name);
      }

      @Override
      public void close() {
        remove(name);
      }
    };
  }

  /** A clone has not what {@code alter role ... in database} has said of its template. */
  private void copySettings(PlainSession session, String name) {
    String settings =
        """
        select format('alter %s set %I to %s',
          case s.setrole when 0 then format('database %I', ?::text)
            else format('role %I in database %I', pg_get_userbyid(s.setrole), ?::text) end,
          c.name, case when c.name ~ '_path$' then c.value else quote_literal(c.value) end)
        from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase,
          lateral (select split_part(text, '=', 1) as name, substr(text, strpos(text, '=') + 1) as value
            from unnest(s.setconfig) text) c
        where d.datname = ?
        """;
    for (List<@Nullable String> row : session.rows(settings, name, name, template)) {
      session.execute(Objects.requireNonNull(row.getFirst()));
    }
  }

  private synchronized void remove(String name) {
    drop(admin, name);
    open.remove(name);
    if (open.isEmpty()) {
      dropNewRoles();
    }
  }

  private static void drop(PgAddress admin, String name) {
    try (PlainSession session = PlainSession.open(admin)) {
      session.execute("drop database if exists " + Identifier.quote(name) + " with (force)");
    }
  }

  private void dropNewRoles() {
    Set<String> made = new HashSet<>(roles(admin));
    made.removeAll(roles);
    if (!made.isEmpty()) {
      String names = made.stream().map(Identifier::quote).collect(Collectors.joining(", "));
      try (PlainSession session = PlainSession.open(admin)) {
        session.execute("drop owned by " + names + "; drop role " + names);
      }
    }
  }

  private static Set<String> roles(PgAddress admin) {
    try (PlainSession session = PlainSession.open(admin)) {
      return session.rows("select rolname from pg_roles").stream()
          .map(row -> Objects.requireNonNull(row.getFirst()))
          .collect(Collectors.toSet());
    }
  }

  @Override
  public void close() {
    parts.close();
  }
}
