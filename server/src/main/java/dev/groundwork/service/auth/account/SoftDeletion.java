package dev.groundwork.service.auth.account;

import dev.groundwork.base.pg.Transaction;
import dev.groundwork.base.text.Hashes;
import dev.groundwork.service.auth.session.SessionStore;
import dev.groundwork.service.auth.store.Change;
import dev.groundwork.service.auth.store.Table;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.service.auth.store.Users;

/** Keeps the row of a person for what refers to it, and nothing by which they are known. */
final class SoftDeletion {
  private SoftDeletion() {}

  static void of(Transaction tx, User user) {
    Users users = new Users(tx);
    users.identities(user).forEach(users::removeIdentity);
    new SessionStore(tx).endAll(user);
    new Table(tx, "mfa_factors").delete("t.user_id = ?", user.id());
    new Table(tx, "webauthn_credentials").delete("t.user_id = ?", user.id());
    new Table(tx, "one_time_tokens").delete("t.user_id = ?", user.id());
    Change change =
        new Change()
            .now("deleted_at")
            .set("encrypted_password", "")
            .set("raw_user_meta_data", "{}")
            .set("raw_app_meta_data", "{}")
            .set("email_change", "")
            .set("phone_change", "");
    user.email().ifPresent(email -> change.set("email", hidden(user, email)));
    user.phone().ifPresent(phone -> change.set("phone", hidden(user, phone).substring(0, 15)));
    users.update(user, change);
  }

  /** Always another text for another person, from which the address cannot be read. */
  private static String hidden(User user, String address) {
    return Hashes.sha256Base64(user.id() + address);
  }
}
