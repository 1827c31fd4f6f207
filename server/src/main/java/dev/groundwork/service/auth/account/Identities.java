package dev.groundwork.service.auth.account;

import dev.groundwork.base.http.Reply;
import dev.groundwork.base.pg.Transaction;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.store.Change;
import dev.groundwork.service.auth.store.Row;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.service.auth.store.Users;
import dev.groundwork.service.auth.web.Bearers;
import dev.groundwork.service.auth.web.Call;
import dev.groundwork.service.auth.web.Replies;
import java.util.List;

/** Takes an identity away from a person who has others. */
final class Identities {
  private final Floor floor;

  Identities(Floor floor) {
    this.floor = floor;
  }

  Reply unlink(Call call) {
    SignUp.require(
        floor.config().access().manualLinking(),
        AuthCode.MANUAL_LINKING_DISABLED,
        "Manual linking is disabled");
    Bearers.Bearer bearer = floor.bearers().person(call);
    floor.database().transact(tx -> unlink(tx, call, bearer.user()));
    return Replies.nothing();
  }

  private static User unlink(Transaction tx, Call call, User user) {
    Users users = new Users(tx);
    List<Row> all = users.identities(user);
    if (all.size() <= 1) {
      throw AuthCode.SINGLE_IDENTITY_NOT_DELETABLE
          .because("User must have at least 1 identity after unlinking")
          .raise();
    }
    Row identity =
        all.stream()
            .filter(each -> each.text("id").equals(call.place("id")))
            .findFirst()
            .orElseThrow(
                () -> AuthCode.IDENTITY_NOT_FOUND.because("Identity doesn't exist").raise());
    users.removeIdentity(identity);
    Change change = new Change();
    if (identity.text("provider").equals("phone")) {
      change.clear("phone").clear("phone_confirmed_at");
    }
    Audit.note(tx, "identity_unlinked", user, call.client());
    return users.withProviders(users.update(user, change));
  }
}
