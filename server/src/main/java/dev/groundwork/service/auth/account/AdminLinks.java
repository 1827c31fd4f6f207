package dev.groundwork.service.auth.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.pg.Transaction;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.store.Change;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.service.auth.store.Users;
import dev.groundwork.service.auth.web.Call;
import dev.groundwork.service.auth.web.Replies;
import java.util.Optional;

/** Links that a server makes for people, and invitations. */
final class AdminLinks {
  private final Floor floor;
  private final Sending sending;

  AdminLinks(Floor floor, Sending sending) {
    this.floor = floor;
    this.sending = sending;
  }

  /** Makes somebody and sends them a link. */
  Reply invite(Call call) {
    floor.bearers().requireAdmin(call);
    String address = floor.addresses().email(call.find("email").orElse(""));
    String landing = floor.addresses().landing(call);
    Messages.Letter letter =
        Saving.user(
            "inviting user",
            () -> floor.database().transact(tx -> invitation(tx, call, address, landing)));
    sending.send(letter);
    return Replies.json(floor.database().transact(tx -> new Users(tx).json(letter.user())));
  }

  private Messages.Letter invitation(Transaction tx, Call call, String address, String landing) {
    User user = invited(tx, call, address);
    return sending.letter(
        tx,
        user,
        Sending.Order.of(Messages.Kind.INVITE, TokenKind.CONFIRMATION, address, Optional.empty()),
        landing);
  }

  private User invited(Transaction tx, Call call, String address) {
    Users users = new Users(tx);
    Optional<User> known = users.byEmail(call.pool(), address);
    if (known.filter(User::isEmailConfirmed).isPresent()) {
      throw AuthCode.EMAIL_EXISTS
          .because("A user with this email address has already been registered")
          .raise();
    }
    User user =
        known
            .map(found -> NewUsers.withoutPassword(tx, found))
            .orElseGet(() -> made(tx, call, address, Optional.empty()));
    Audit.note(tx, "user_invited", user, call.client());
    return users.update(user, new Change().now("invited_at"));
  }

  /** What a link is for: the mail that it would stand in, and the token of it. */
  private record Purpose(Messages.Kind kind, TokenKind token, String verificationType) {}

  Reply generate(Call call) {
    floor.bearers().requireAdmin(call);
    String type = call.find("type").orElse("");
    Purpose purpose = purpose(type);
    String address = floor.addresses().email(call.find("email").orElse(""));
    Optional<String> hash =
        type.equals("signup")
            ? Optional.of(
                floor
                    .passwords()
                    .hashOfNew(
                        call.find("password")
                            .orElseThrow(() ->
                                AuthCode.VALIDATION_FAILED
                                    .because("Signup requires a valid password")
                                    .raise())))
            : Optional.empty();
    String landing = floor.addresses().landing(call);
    return Replies.json(
        Saving.user(
            "saving new user",
            () ->
                floor
                    .database()
                    .transact(tx -> generate(tx, call, type, purpose, address, hash, landing))));
  }

  private static Purpose purpose(String type) {
    return switch (type) {
      case "signup" -> new Purpose(Messages.Kind.CONFIRMATION, TokenKind.CONFIRMATION, "signup");
      case "invite" -> new Purpose(Messages.Kind.INVITE, TokenKind.CONFIRMATION, "invite");
      case "magiclink" -> new Purpose(Messages.Kind.MAGIC_LINK, TokenKind.RECOVERY, "magiclink");
      case "recovery" -> new Purpose(Messages.Kind.RECOVERY, TokenKind.RECOVERY, "recovery");
      case "email_change_current" ->
          new Purpose(
              Messages.Kind.EMAIL_CHANGE, TokenKind.EMAIL_CHANGE_CURRENT, "email_change_current");
      case "email_change_new" ->
          new Purpose(Messages.Kind.EMAIL_CHANGE, TokenKind.EMAIL_CHANGE_NEW, "email_change_new");
      default ->
          throw AuthCode.VALIDATION_FAILED
              .because("Invalid email action link type requested: " + type)
              .raise();
    };
  }

  private ObjectNode generate(
      Transaction tx,
      Call call,
      String asked,
      Purpose purpose,
      String address,
      Optional<String> hash,
      String landing) {
    User user = subject(tx, call, asked, address, hash);
    String to = purpose.token == TokenKind.EMAIL_CHANGE_NEW ? newEmail(call) : address;
    Sending.Order order = Sending.Order.of(purpose.kind, purpose.token, to, Optional.empty());
    Messages.Letter letter = sending.letter(tx, user, order, landing);
    ObjectNode json = new Users(tx).json(letter.user());
    String type = purpose.kind.type();
    json.put(
        "action_link",
        Landing.withToken(floor.config().url(), letter.token().hash(), type, landing));
    json.put("email_otp", letter.token().code());
    json.put("hashed_token", letter.token().hash());
    json.put("verification_type", purpose.verificationType);
    return json.put("redirect_to", landing);
  }

  private String newEmail(Call call) {
    return floor.addresses().email(call.find("new_email").orElse(""));
  }

  private User subject(
      Transaction tx, Call call, String type, String address, Optional<String> hash) {
    Users users = new Users(tx);
    Optional<User> known = users.byEmail(call.pool(), address);
    return switch (type) {
      case "invite" -> invited(tx, call, address);
      case "signup" -> signingUp(tx, call, known, address, hash);
      case "magiclink" -> known.orElseGet(() -> made(tx, call, address, Optional.empty()));
      default -> {
        User user =
            known.orElseThrow(
                () -> AuthCode.USER_NOT_FOUND.because("User with this email not found").raise());
        yield type.startsWith("email_change")
            ? new EmailChange(floor, sending).begin(tx, user, newEmail(call))
            : user;
      }
    };
  }

  private static User signingUp(
      Transaction tx, Call call, Optional<User> known, String address, Optional<String> hash) {
    if (known.filter(User::isEmailConfirmed).isPresent()) {
      throw AuthCode.EMAIL_EXISTS
          .because("A user with this email address has already been registered")
          .raise();
    }
    return known
        .map(user ->
            new Users(tx).update(user, new Change().set("encrypted_password", hash.orElse(""))))
        .orElseGet(() -> made(tx, call, address, hash));
  }

  private static User made(Transaction tx, Call call, String address, Optional<String> hash) {
    return NewUsers.insertKnown(
        tx,
        new NewUsers.Draft(call.pool(), "email", address, hash, call.object("data")),
        new Change());
  }
}
