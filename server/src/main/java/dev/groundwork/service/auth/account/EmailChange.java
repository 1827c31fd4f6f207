package dev.groundwork.service.auth.account;

import dev.groundwork.base.pg.Transaction;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.store.Change;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.store.Row;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.service.auth.store.Users;
import dev.groundwork.service.auth.web.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A new mail address in place of the old one: confirmed from the new one, and from the old one
 * where that is asked for.
 */
final class EmailChange {
  private static final List<TokenKind> KINDS =
      List.of(TokenKind.EMAIL_CHANGE_NEW, TokenKind.EMAIL_CHANGE_CURRENT);

  private final Floor floor;
  private final Sending sending;

  EmailChange(Floor floor, Sending sending) {
    this.floor = floor;
    this.sending = sending;
  }

  /** Notes the address that is to come. */
  User begin(Transaction tx, User user, String address) {
    Users users = new Users(tx);
    Optional<User> other =
        users.byEmail(user.pool(), address).filter(found -> !found.id().equals(user.id()));
    if (other.isPresent()) {
      throw AuthCode.EMAIL_EXISTS
          .because("A user with this email address has already been registered")
          .raise();
    }
    if (!user.row().text("email_change").equals(address)) {
      floor.tokens().forget(tx, user, KINDS); // they stand for another address
    }
    return users.update(
        user, new Change().set("email_change", address).set("email_change_confirm_status", "0"));
  }

  /** Sends the mails to the address that is to come, and to the old one. */
  void send(Call call, User user) {
    String next = user.row().text("email_change");
    String landing = floor.addresses().landing(call);
    Optional<FlowStates.Challenge> challenge = FlowStates.Challenge.in(call);
    List<Messages.Letter> letters =
        floor.database().transact(tx -> letters(tx, user, next, landing, challenge));
    letters.forEach(sending::send);
  }

  private List<Messages.Letter> letters(
      Transaction tx,
      User user,
      String next,
      String landing,
      Optional<FlowStates.Challenge> challenge) {
    startAnew(tx, user);
    List<Messages.Letter> letters = new ArrayList<>();
    new Users(tx).update(user, new Change().set("email_change_confirm_status", "0"));
    letters.add(
        sending.letter(
            tx,
            user,
            Sending.Order.of(
                    Messages.Kind.EMAIL_CHANGE, TokenKind.EMAIL_CHANGE_NEW, next, challenge)
                .becoming(next),
            landing));
    Optional<String> old = user.email().filter(_ -> isDouble(user));
    old.ifPresent(address ->
        letters.add(
            sending.letter(
                tx,
                user,
                Sending.Order.of(
                        Messages.Kind.EMAIL_CHANGE,
                        TokenKind.EMAIL_CHANGE_CURRENT,
                        address,
                        challenge)
                    .becoming(next),
                landing)));
    return letters;
  }

  /**
   * New mails need a confirmation from each address, whatever was confirmed before: otherwise two
   * mails to one address would do.
   */
  private static void startAnew(Transaction tx, User user) {
    new Users(tx).update(user, new Change().set("email_change_confirm_status", "0"));
  }

  private boolean isDouble(User user) {
    return floor.config().changes().doubleConfirmation() && user.email().isPresent();
  }

  /**
   * One of the addresses was confirmed.
   *
   * @return whether the change is made; otherwise the other address has still to be confirmed
   */
  boolean confirm(Transaction tx, User user, Row token) {
    floor.tokens().use(tx, token);
    boolean isNew = token.text("token_type").equals(TokenKind.EMAIL_CHANGE_NEW.text());
    String proved = token.text("relates_to");
    String wanted = isNew ? user.row().text("email_change") : user.email().orElse("");
    if (!proved.equals(wanted)) {
      throw AuthCode.OTP_EXPIRED.because(Verification.EXPIRED).raise();
    }
    if (isDouble(user) && user.row().number("email_change_confirm_status") == 0) {
      new Users(tx).update(user, new Change().set("email_change_confirm_status", "1"));
      return false;
    }
    finish(tx, user);
    return true;
  }

  /** Makes the change. */
  User finish(Transaction tx, User user) {
    String address = user.row().text("email_change");
    Users users = new Users(tx);
    if (users.byEmail(user.pool(), address).filter(it -> !it.id().equals(user.id())).isPresent()) {
      throw AuthCode.EMAIL_EXISTS
          .because("A user with this email address has already been registered")
          .raise();
    }
    floor.tokens().forget(tx, user);
    User changed =
        users.update(
            user,
            new Change()
                .set("email", address)
                .set("email_change", "")
                .set("email_change_confirm_status", "0")
                .now("email_confirmed_at"));
    renameIdentity(users, changed, address);
    return users.withProviders(NewUsers.confirm(tx, changed, "email"));
  }

  private static void renameIdentity(Users users, User user, String address) {
    Optional<Row> known =
        users.identities(user).stream()
            .filter(identity -> identity.text("provider").equals("email"))
            .findFirst();
    if (known.isPresent()) {
      users.updateIdentity(
          known.get(),
          new Change()
              .set("identity_data", known.get().object("identity_data").put("email", address)));
      return;
    }
    users.addIdentity(
        user, "email", user.id(), Json.object().put("sub", user.id()).put("email", address));
  }
}
