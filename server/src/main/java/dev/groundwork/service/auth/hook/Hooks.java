package dev.groundwork.service.auth.hook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.pg.Database;
import dev.groundwork.service.auth.hook.HookTarget.DatabaseFunction;
import dev.groundwork.service.auth.hook.HookTarget.WebAddress;
import java.util.Optional;

/** Calls hooks; blocks until there is an outcome. */
public final class Hooks implements AutoCloseable {
  private final FunctionHooks functions;
  private final WebHooks web = new WebHooks();

  /**
   * Hooks.
   *
   * @param role that functions run as, such as {@code supabase_auth_admin}; none for the role of
   *     the database's connections
   */
  public Hooks(Database database, Optional<String> role) {
    this.functions = new FunctionHooks(database, role);
  }

  /**
   * Calls a hook: a function of the database has 2 seconds; a web address has 5 seconds for up to
   * three tries, and 200 KB for what is sent and what comes back.
   */
  public HookOutcome call(HookTarget target, ObjectNode input) {
    return switch (target) {
      case DatabaseFunction function -> functions.call(function, input);
      case WebAddress address -> web.call(address, input);
    };
  }

  /** Ends the calls of web addresses that are under way. */
  @Override
  public void close() {
    web.close();
  }
}
