package dev.groundwork.service.auth.account;

import dev.groundwork.base.pg.Transaction;
import dev.groundwork.service.auth.store.Change;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.service.auth.store.Users;
import dev.groundwork.service.auth.web.Call;

/**
 * The mail address of somebody new who signs in without it. It is theirs when it is confirmed, and
 * not before: nobody takes the address of another by signing up with it, and nobody learns who is
 * known.
 */
public final class FirstAddress {
  private final Floor floor;
  private final Sending sending;

  public FirstAddress(Floor floor) {
    this.floor = floor;
    this.sending = new Sending(floor);
  }

  /** Whether something may be sent to it now. */
  public void pause(String address) {
    if (floor.config().email().confirm()) {
      sending.pause(Messages.Kind.EMAIL_CHANGE, "email", address);
    }
  }

  /**
   * Notes it; where addresses need no confirmation it is theirs at once.
   *
   * @throws dev.groundwork.base.problem.ProblemException when it would be at once, and is another's
   */
  public User note(Transaction tx, User user, String address) {
    if (floor.config().email().confirm()) {
      return new Users(tx).update(user, new Change().set("email_change", address));
    }
    EmailChange change = new EmailChange(floor, sending);
    return change.finish(tx, change.begin(tx, user, address));
  }

  /** Sends what confirms it, unless it is another's. */
  public void send(Call call, User user) {
    String address = user.row().text("email_change");
    boolean free =
        floor.database().transact(tx -> new Users(tx).byEmail(user.pool(), address).isEmpty());
    if (!address.isEmpty() && free) {
      new EmailChange(floor, sending).send(call, user);
    }
  }
}
