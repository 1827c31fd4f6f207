package dev.groundwork.service.auth.extension;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.service.auth.hook.HookOutcome;
import dev.groundwork.service.auth.hook.HookTarget;
import dev.groundwork.service.auth.hook.Hooks;
import dev.groundwork.service.auth.problem.AuthCode;
import java.util.Map;
import java.util.Optional;

/** Calls the hooks that are set, and tells clients what came of one that did not work. */
public final class HookCalls {
  private final Hooks hooks;
  private final Map<HookPoint, HookTarget> targets;
  private final Observer observer;

  public HookCalls(Hooks hooks, Map<HookPoint, HookTarget> targets, Observer observer) {
    this.hooks = hooks;
    this.targets = Map.copyOf(targets);
    this.observer = observer;
  }

  /** Whether there is a hook. */
  boolean has(HookPoint point) {
    return targets.containsKey(point);
  }

  /**
   * The answer of a hook; empty when there is none.
   *
   * @throws dev.groundwork.base.problem.ProblemException when it says no, or does not work
   */
  Optional<ObjectNode> call(HookPoint point, ObjectNode input) {
    HookTarget target = targets.get(point);
    return target == null
        ? Optional.empty()
        : Optional.of(answer(point, hooks.call(target, input)));
  }

  private ObjectNode answer(HookPoint point, HookOutcome outcome) {
    return switch (outcome) {
      case HookOutcome.Answer(ObjectNode json) -> json;
      case HookOutcome.Rejected(int status, String message) ->
          throw AuthCode.HOOK_REJECTED.because(message).at(status).raise();
      case HookOutcome.TimedOut(int tries) -> {
        report(point, "did not answer in time");
        throw (tries > 1 ? AuthCode.HOOK_TIMEOUT_AFTER_RETRY : AuthCode.HOOK_TIMEOUT)
            .because("Failed to reach hook within maximum time")
            .raise();
      }
      case HookOutcome.TooLarge _ -> {
        report(point, "was to be sent, or gave, too much");
        throw AuthCode.HOOK_PAYLOAD_OVER_SIZE_LIMIT
            .because("Payload size exceeded the limit")
            .raise();
      }
      case HookOutcome.Failed(String reason) -> {
        report(point, reason);
        throw AuthCode.UNEXPECTED_FAILURE.because("Error running hook").raise();
      }
    };
  }

  private void report(HookPoint point, String reason) {
    String message = "the hook " + point.setting() + ": " + reason;
    observer.report(new Event.Warning(message, Optional.empty()));
  }
}
