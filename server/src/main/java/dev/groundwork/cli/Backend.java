package dev.groundwork.cli;

import dev.groundwork.base.config.ProjectFolder;
import dev.groundwork.base.config.Settings;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.service.migrations.Workbench;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** What the commands run. Implemented outside, so that the command line knows no server. */
public interface Backend extends AutoCloseable {

  /**
   * Serves a project until it is closed: database, roles, migrations, API, page.
   *
   * @param rows how many rows the project's {@code fill.sql} makes; nothing is filled when empty
   * @throws dev.groundwork.base.problem.ProblemException when something is wrong; nothing is left
   *     running then
   */
  Running start(ProjectFolder project, Settings settings, OptionalLong rows);

  /**
   * Serves the PostgREST API alone.
   *
   * @param reread reads the settings anew, for a reload
   */
  Running rest(Settings settings, Supplier<Settings> reread);

  /** Settings together with those that stand in the database that they name. */
  Settings effective(Settings settings);

  /** What the schema cache would hold by these settings, as JSON. */
  String schema(Settings settings);

  /** The keys of a project, generated when there are none yet. */
  Keys keys(ProjectFolder project, Settings settings);

  /**
   * Makes a new pair of keys, which signs from the next start or reload on; those of before still
   * verify.
   *
   * @param algorithm {@code ES256}, {@code RS256} or {@code EdDSA}
   * @return the name of the new pair
   */
  String rotate(ProjectFolder project, String algorithm);

  /**
   * A project's folder and database, for commands on its schema; closed with the backend, if not
   * before.
   *
   * @param observer is told what is done
   */
  Workbench workbench(ProjectFolder project, Settings settings, Observer observer);

  /**
   * Finishes the requests in hand and stops everything that was started, also what a start that is
   * still under way has opened. May be called from any thread and more than once.
   */
  @Override
  void close();
}
