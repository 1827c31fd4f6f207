package dev.groundwork;

import dev.groundwork.base.config.AuthFamilies;
import dev.groundwork.base.config.Settings;
import dev.groundwork.service.auth.extension.HookPoint;
import dev.groundwork.service.auth.hook.HookTarget;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The hooks that the settings name. */
final class AuthHooks {
  private AuthHooks() {}

  /**
   * Where each hook is.
   *
   * @throws dev.groundwork.base.problem.ProblemException when an address is none
   */
  static Map<HookPoint, HookTarget> of(Settings settings) {
    Map<HookPoint, HookTarget> targets = new EnumMap<>(HookPoint.class);
    for (HookPoint point : HookPoint.values()) {
      String name = point.setting();
      boolean on = AuthFamilies.hook(settings, name, AuthFamilies.HOOK_ENABLED).orElse(false);
      Optional<String> uri = AuthFamilies.hook(settings, name, AuthFamilies.HOOK_URI);
      if (on) {
        String secrets = AuthFamilies.hook(settings, name, AuthFamilies.HOOK_SECRETS).orElse("");
        targets.put(point, HookTarget.parse(name, uri.orElse(""), secrets));
      }
    }
    return targets;
  }
}
