package dev.groundwork.service.auth.authority;

import dev.groundwork.service.auth.account.Floor;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.web.Bearers;
import dev.groundwork.service.auth.web.Call;

/** People themselves, as against applications that act for them. */
record Persons(Floor floor) {

  /** Who makes a call, when it is no application: none may let others in. */
  Bearers.Bearer self(Call call) {
    Bearers.Bearer bearer = floor.bearers().person(call);
    if (bearer.session().flatMap(row -> row.find("oauth_client_id")).isPresent()) {
      throw AuthCode.BAD_JWT.because("Not allowed with a token of an application").raise();
    }
    return bearer;
  }
}
