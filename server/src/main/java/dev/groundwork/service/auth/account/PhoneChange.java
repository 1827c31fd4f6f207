package dev.groundwork.service.auth.account;

import dev.groundwork.base.pg.Transaction;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.store.Change;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.store.Row;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.service.auth.store.Users;
import java.util.Optional;

/** A new phone number in place of the old one. */
final class PhoneChange {
  private PhoneChange() {}

  /** Notes the number that is to come. */
  static User begin(Transaction tx, User user, String number) {
    Users users = new Users(tx);
    requireFree(users, user, number);
    return users.update(user, new Change().set("phone_change", number));
  }

  /** Makes the change. */
  static User finish(Transaction tx, User user) {
    String number = user.row().text("phone_change");
    Users users = new Users(tx);
    requireFree(users, user, number);
    User changed =
        users.update(
            user,
            new Change().set("phone", number).set("phone_change", "").now("phone_confirmed_at"));
    Optional<Row> known =
        users.identities(changed).stream()
            .filter(identity -> identity.text("provider").equals("phone"))
            .findFirst();
    if (known.isPresent()) {
      users.updateIdentity(
          known.get(),
          new Change()
              .set("identity_data", known.get().object("identity_data").put("phone", number)));
    } else {
      users.addIdentity(
          changed,
          "phone",
          changed.id(),
          Json.object().put("sub", changed.id()).put("phone", number));
    }
    return users.withProviders(NewUsers.confirm(tx, changed, "phone"));
  }

  private static void requireFree(Users users, User user, String number) {
    if (users.byPhone(number).filter(other -> !other.id().equals(user.id())).isPresent()) {
      throw AuthCode.PHONE_EXISTS
          .because("A user with this phone number has already been registered")
          .raise();
    }
  }
}
