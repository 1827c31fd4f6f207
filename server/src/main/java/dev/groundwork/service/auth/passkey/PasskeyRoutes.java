package dev.groundwork.service.auth.passkey;

import dev.groundwork.service.auth.account.Floor;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.web.RouteTable;

/** The endpoints of passkeys. */
public final class PasskeyRoutes {
  private final Floor floor;

  public PasskeyRoutes(Floor floor) {
    this.floor = floor;
  }

  /** Adds the endpoints. */
  public void addTo(RouteTable table) {
    Challenges challenges = new Challenges(floor);
    Keyring keyring = new Keyring(floor, challenges);
    table.add("GET", "/passkeys", keyring::list);
    table.add("POST", "/passkeys/registration/options", keyring::options);
    table.add("POST", "/passkeys/registration/verify", keyring::add);
    table.add("PATCH", "/passkeys/{id}", keyring::rename);
    table.add("DELETE", "/passkeys/{id}", keyring::remove);
    Entrance entrance = new Entrance(floor, challenges);
    table.add("POST", "/passkeys/authentication/options", entrance::options);
    table.add("POST", "/passkeys/authentication/verify", entrance::signIn);
    FirstKey firstKey = new FirstKey(floor, challenges);
    table.add("POST", "/passkeys/signup/options", firstKey::options);
    table.add("POST", "/passkeys/signup/verify", firstKey::signUp);
    table.add("GET", "/admin/users/{id}/passkeys", keyring::listOf);
    table.add("DELETE", "/admin/users/{id}/passkeys/{passkey}", keyring::removeOf);
  }

  static void requireEnabled(Floor floor) {
    if (!floor.config().passkeys().enabled()) {
      throw AuthCode.PASSKEY_DISABLED.because("Passkeys are disabled").raise();
    }
  }
}
