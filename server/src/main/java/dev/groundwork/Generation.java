package dev.groundwork;

import dev.groundwork.base.config.SettingTable;
import dev.groundwork.base.config.Settings;
import dev.groundwork.base.http.Cors;
import dev.groundwork.base.http.Edge;
import dev.groundwork.base.http.Failures;
import dev.groundwork.base.identity.Authenticator;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.Database;
import dev.groundwork.base.schema.SchemaKeeper;
import dev.groundwork.base.schema.SchemaLoader;
import dev.groundwork.service.rest.RestRoom;
import dev.groundwork.service.rest.openapi.OpenApiSettings;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What of the REST API depends on settings that can change while serving; replaced whole when they
 * are read anew.
 *
 * @param schema loads when it is started
 * @param edge how failures are told, and which pages may call
 */
record Generation(
    Settings settings, SchemaKeeper schema, Authenticator authenticator, RestRoom room, Edge edge)
    implements AutoCloseable {

  /**
   * A generation whose schema is still to be loaded.
   *
   * @param prefix where the API is mounted
   * @param description says where clients reach the API
   */
  static Generation of(
      Settings settings,
      Database database,
      String prefix,
      Supplier<OpenApiSettings> description,
      Observer observer) {
    Authenticator authenticator = new Authenticator(Configs.identity(settings));
    SchemaLoader loader = new SchemaLoader(database, Configs.schema(settings));
    SchemaKeeper schema = new SchemaKeeper(loader, observer);
    RestRoom room =
        new RestRoom(
            prefix,
            Configs.rest(settings),
            Configs.callerLimits(settings),
            Configs.batchLimits(settings),
            new RestRoom.Floor(
                database,
                schema::current,
                authenticator,
                settings.find(SettingTable.ANON_ROLE),
                observer,
                description,
                Configs.cursors(settings)));
    return new Generation(settings, schema, authenticator, room, edge(settings, observer));
  }

  private static Edge edge(Settings settings, Observer observer) {
    Cors cors = new Cors(settings.find(SettingTable.CORS_ORIGINS).orElse(List.of()));
    return new Edge(new Failures(Configs.verbosity(settings), true, observer), Optional.of(cors));
  }

  @Override
  public void close() {
    room.close();
    schema.close();
  }
}
