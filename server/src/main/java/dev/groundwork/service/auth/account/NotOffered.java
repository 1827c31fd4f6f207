package dev.groundwork.service.auth.account;

import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.web.RouteTable;

/** Ways to sign in that clients know and that there are none of here; they are told so. */
final class NotOffered {
  private static final RouteTable.Endpoint SAML =
      refusing(AuthCode.SAML_PROVIDER_DISABLED, "SAML 2.0 is disabled");

  /** A sign-in with the key of a wallet. */
  static final RouteTable.Endpoint WEB3 =
      refusing(AuthCode.WEB3_PROVIDER_DISABLED, "Web3 provider is disabled");

  private NotOffered() {}

  static void addTo(RouteTable table) {
    table.add("POST", "/sso", SAML);
    table.add("GET", "/sso/saml/metadata", SAML);
    table.add("POST", "/sso/saml/acs", SAML);
  }

  private static RouteTable.Endpoint refusing(AuthCode code, String message) {
    return _ -> {
      throw code.because(message).raise();
    };
  }
}
