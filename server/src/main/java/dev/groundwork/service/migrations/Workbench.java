package dev.groundwork.service.migrations;

import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.setup.Interruption;
import dev.groundwork.base.pg.setup.MigrationConfig;
import dev.groundwork.base.pg.setup.Migrations;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** Where commands on a project's schema work. Closing it stops what was started for them. */
public interface Workbench extends AutoCloseable {

  /**
   * The project's database as whoever applies its files: a running project's, the embedded server
   * started for the occasion, or the one that the settings name.
   */
  PgAddress target();

  /**
   * An empty database as a project's first file finds it, on a server that holds nothing else.
   * Those that are open at the same time share the roles that their files make.
   */
  Scratch scratch();

  /** Applies the project's migrations, and no data, to a scratch database, without a word. */
  default void replay(PgAddress database) {
    replay(database, _ -> true);
  }

  /**
   * As {@link #replay(PgAddress)}, as if there were only some of the migrations.
   *
   * @param wanted says which, by their files' names
   */
  void replay(PgAddress database, Predicate<String> wanted);

  /** The names of the migrations that the target still lacks, in order; changes nothing. */
  default List<String> pending() {
    return migrationsOn(target()).pending(Migrations.Order.ALL);
  }

  /** The project's migrations, and what became of them in a database. */
  Migrations migrationsOn(PgAddress database);

  /** How changes wait for locks. */
  MigrationConfig waits();

  /** Ends what runs in the target, from another thread. */
  Interruption interruption();

  /** Brings the target to where a start brings it before the project's own files. */
  void prepareTarget();

  /** The folder of the project's migrations. */
  Path migrations();

  /** The folder of SQL files that say what the schema shall be. */
  Path desired();

  /** Is told what is done. */
  Observer observer();

  @Override
  void close();

  /** A database to try things on; closing the last one removes the roles that were made, too. */
  interface Scratch extends AutoCloseable {

    /** As superuser. */
    PgAddress address();

    @Override
    void close();
  }
}
