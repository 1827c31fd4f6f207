package dev.groundwork.service.auth.authority;

/**
 * Whether, and how, other applications sign people in here.
 *
 * @param registration whether applications may register themselves
 * @param consentPath of the page below the site that asks people
 */
public record Authority(boolean enabled, boolean registration, String consentPath) {
  /** No application does. */
  public static final Authority NONE = new Authority(false, false, "/oauth/consent");
}
