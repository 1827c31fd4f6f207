package dev.groundwork.service.auth.hook;

import dev.groundwork.base.problem.Problem;
import java.util.Optional;

/** What can be wrong with the setting of a hook. */
public sealed interface HookProblem extends Problem {

  /** The target of a hook cannot be used. Not for clients: this stops the start. */
  record BadTarget(String hook, String reason) implements HookProblem {
    @Override
    public String code() {
      return "GWHOOK101";
    }

    @Override
    public int status() {
      return 500;
    }

    @Override
    public String message() {
      return "hook '" + hook + "': " + reason;
    }

    @Override
    public Optional<String> hint() {
      return Optional.of(
          "a target is pg-functions://postgres/schema/function, or an https address with secrets"
              + " such as v1,whsec_BASE64, several with | between them");
    }
  }
}
