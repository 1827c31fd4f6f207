package dev.groundwork.service.auth.mfa;

import dev.groundwork.service.auth.account.Floor;
import dev.groundwork.service.auth.web.RouteTable;
import java.time.Duration;
import java.util.Map;

/** The endpoints of second factors. */
public final class MfaRoutes {
  /** A challenge is answered in this time. */
  static final Duration LIFE_OF_A_CHALLENGE = Duration.ofMinutes(5);

  /** People mistype; after so many wrong codes they ask for another challenge. */
  static final int TRIES_OF_A_CODE = 3;

  private final Floor floor;
  private final Map<Kind, Proving> ways;

  public MfaRoutes(Floor floor) {
    this.floor = floor;
    this.ways =
        Map.of(
            Kind.TOTP, new TotpCodes(floor),
            Kind.PHONE, new PhoneCodes(floor),
            Kind.WEBAUTHN, new SecurityKeys(floor));
  }

  /** Adds the endpoints. */
  public void addTo(RouteTable table) {
    Enrolment enrolment = new Enrolment(floor, ways);
    table.add("POST", "/factors", enrolment::enroll);
    table.add("DELETE", "/factors/{id}", enrolment::unenroll);
    Asking asking = new Asking(floor, ways);
    table.add("POST", "/factors/{id}/challenge", asking::challenge);
    table.add("POST", "/factors/{id}/verify", asking::verify);
  }
}
