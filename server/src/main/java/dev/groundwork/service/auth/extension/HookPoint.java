package dev.groundwork.service.auth.extension;

import java.util.Locale;

/** Where a hook may be called. */
public enum HookPoint {
  CUSTOM_ACCESS_TOKEN,
  SEND_EMAIL,
  SEND_SMS,
  BEFORE_USER_CREATED,
  AFTER_USER_CREATED,
  MFA_VERIFICATION_ATTEMPT,
  PASSWORD_VERIFICATION_ATTEMPT;

  /** The name in the settings, such as {@code custom-access-token}. */
  public String setting() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
