package dev.groundwork.service.auth.session;

/** How a person proved who they are, by the names of the claim {@code amr}. */
public enum Method {
  PASSWORD("password"),
  OTP("otp"),
  OAUTH("oauth"),
  TOTP("totp"),
  MFA_PHONE("mfa/phone"),
  MFA_WEBAUTHN("mfa/webauthn"),
  ANONYMOUS("anonymous"),
  RECOVERY("recovery"),
  INVITE("invite"),
  MAGIC_LINK("magiclink"),
  EMAIL_SIGNUP("email/signup"),
  EMAIL_CHANGE("email_change"),
  PASSKEY("passkey"),
  OAUTH_SERVER("oauth_provider/authorization_code");

  private final String text;

  Method(String text) {
    this.text = text;
  }

  /** The name in tokens and tables. */
  public String text() {
    return text;
  }
}
