package dev.groundwork.service.auth.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.pg.Transaction;
import dev.groundwork.service.auth.config.AuthConfig;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.service.auth.store.Users;
import dev.groundwork.service.auth.web.Bearers;
import dev.groundwork.service.auth.web.Call;
import dev.groundwork.service.auth.web.Replies;
import java.util.List;
import java.util.Optional;

/** Asks for codes and links: to sign in, to recover, once more, to prove oneself again. */
final class Codes {
  private final Floor floor;
  private final AuthConfig config;
  private final Sending sending;

  Codes(Floor floor, Sending sending) {
    this.floor = floor;
    this.config = floor.config();
    this.sending = sending;
  }

  /** A code to sign in with; somebody new is made, where that is wanted. */
  Reply signIn(Call call) {
    floor.guard().code(call);
    floor.guard().human(call);
    if (call.find("phone").isPresent() && call.find("email").isPresent()) {
      throw AuthCode.VALIDATION_FAILED
          .because("Only an email address or phone number should be provided")
          .raise();
    }
    if (call.find("phone").isPresent()) {
      return byPhone(call);
    }
    requireField(call.find("email").isPresent(), "One of email or phone must be set");
    requireField(call.find("channel").isEmpty(), "Channel should only be specified with Phone OTP");
    return byMail(call);
  }

  private Reply byMail(Call call) {
    SignUp.require(
        config.access().email(), AuthCode.EMAIL_PROVIDER_DISABLED, "Email logins are disabled");
    String address = floor.addresses().email(call.find("email").orElse(""));
    Optional<FlowStates.Challenge> challenge = FlowStates.Challenge.in(call);
    User user = foundOrMade(call, "email", address);
    sending.pause(Messages.Kind.MAGIC_LINK, "email", address);
    boolean fresh = !user.isEmailConfirmed() && config.email().confirm();
    if (fresh) {
      floor.database().transact(tx -> NewUsers.withoutPassword(tx, user));
    }
    Sending.Order order =
        fresh
            ? Sending.Order.of(
                Messages.Kind.CONFIRMATION, TokenKind.CONFIRMATION, address, challenge)
            : Sending.Order.of(Messages.Kind.MAGIC_LINK, TokenKind.RECOVERY, address, challenge);
    sending.mail(call, user, order);
    return Replies.nothing();
  }

  private Reply byPhone(Call call) {
    SignUp.requireHere(
        config.access().phone(), AuthCode.PHONE_PROVIDER_DISABLED, "Unsupported phone provider");
    String number = floor.addresses().phone(call.text("phone"));
    User user = foundOrMade(call, "phone", number);
    sending.pause(Messages.Kind.MAGIC_LINK, "phone", number);
    return message(sending.message(call, user, number, TokenKind.CONFIRMATION));
  }

  private User foundOrMade(Call call, String provider, String address) {
    Optional<User> known =
        floor.database().transact(tx -> sending.find(tx, call.pool(), provider, address));
    if (known.isPresent()) {
      return known.get();
    }
    if (!call.flag("create_user", true) || !config.access().signup()) {
      throw AuthCode.OTP_DISABLED.because("Signups not allowed for otp").raise();
    }
    NewUsers.Draft draft =
        new NewUsers.Draft(call.pool(), provider, address, Optional.empty(), call.object("data"));
    NewUsers.announce(floor, draft, call);
    Made made =
        Saving.user("saving new user", () -> floor.database().transact(tx -> make(tx, draft)));
    floor.extensions().afterUserCreated(made.json);
    return made.user;
  }

  private record Made(User user, ObjectNode json) {}

  private static Made make(Transaction tx, NewUsers.Draft draft) {
    User user = NewUsers.insert(tx, draft);
    return new Made(user, new Users(tx).json(user));
  }

  /** A link to a new password; the same answer whether there is somebody or not. */
  Reply recovery(Call call) {
    floor.guard().code(call);
    floor.guard().human(call);
    Optional<String> email = call.find("email");
    requireField(email.isPresent(), "Password recovery requires an email");
    String address = floor.addresses().email(email.get());
    Optional<FlowStates.Challenge> challenge = FlowStates.Challenge.in(call);
    sending.pause(Messages.Kind.RECOVERY, "email", address);
    Optional<User> user =
        floor.database().transact(tx -> sending.find(tx, call.pool(), "email", address));
    user.ifPresent(found ->
        sending.mail(
            call,
            found,
            Sending.Order.of(Messages.Kind.RECOVERY, TokenKind.RECOVERY, address, challenge)));
    return Replies.nothing();
  }

  /** Once more what was sent before; the same answer whether there is somebody or not. */
  Reply again(Call call) {
    floor.guard().code(call);
    floor.guard().human(call);
    String type = call.find("type").orElse("");
    requireAddress(call, type);
    return switch (type) {
      case "signup" -> signupAgain(call);
      case "email_change" -> emailChangeAgain(call);
      case "sms", "phone_change" -> phoneAgain(call, type);
      default ->
          throw AuthCode.VALIDATION_FAILED
              .because("Missing one of these types: signup, email_change, sms, phone_change")
              .raise();
    };
  }

  private void requireAddress(Call call, String type) {
    boolean email = call.find("email").isPresent();
    boolean phone = call.find("phone").isPresent();
    requireField(email || !type.equals("signup"), "Type provided requires an email address");
    requireField(phone || !type.equals("sms"), "Type provided requires a phone number");
    requireField(!email || !phone, "Only an email address or phone number should be provided.");
    SignUp.requireHere(
        !email || config.access().email(),
        AuthCode.EMAIL_PROVIDER_DISABLED,
        "Email logins are disabled");
    SignUp.requireHere(
        !phone || config.access().phone(),
        AuthCode.PHONE_PROVIDER_DISABLED,
        "Phone logins are disabled");
    boolean known = List.of("email_change", "phone_change").contains(type);
    requireField(email || phone || !known, "Missing email address or phone number");
  }

  private static void requireField(boolean there, String message) {
    SignUp.require(there, AuthCode.VALIDATION_FAILED, message);
  }

  private Reply signupAgain(Call call) {
    String address = floor.addresses().email(call.text("email"));
    sending.pause(Messages.Kind.CONFIRMATION, "email", address);
    find(call, address)
        .filter(user -> !user.isEmailConfirmed())
        .ifPresent(user ->
            sending.mail(
                call,
                user,
                Sending.Order.of(
                    Messages.Kind.CONFIRMATION,
                    TokenKind.CONFIRMATION,
                    address,
                    FlowStates.Challenge.in(call))));
    return Replies.nothing();
  }

  private Reply emailChangeAgain(Call call) {
    String address = floor.addresses().email(call.text("email"));
    sending.pause(Messages.Kind.EMAIL_CHANGE, "email", address);
    find(call, address)
        .filter(user -> user.row().find("email_change").isPresent())
        .ifPresent(user -> new EmailChange(floor, sending).send(call, user));
    return Replies.nothing();
  }

  private Optional<User> find(Call call, String address) {
    return floor.database().transact(tx -> sending.find(tx, call.pool(), "email", address));
  }

  private Reply phoneAgain(Call call, String type) {
    String number = floor.addresses().phone(call.text("phone"));
    sending.pause(Messages.Kind.CONFIRMATION, "phone", number);
    Optional<User> user =
        floor.database().transact(tx -> sending.find(tx, call.pool(), "phone", number));
    if (type.equals("phone_change")) {
      return user.flatMap(found -> found.row().find("phone_change"))
          .map(next -> sending.message(call, user.get(), next, TokenKind.PHONE_CHANGE))
          .map(Codes::message)
          .orElseGet(Replies::nothing);
    }
    if (user.filter(found -> !found.isPhoneConfirmed()).isPresent()) {
      return message(sending.message(call, user.get(), number, TokenKind.CONFIRMATION));
    }
    return Replies.nothing();
  }

  /** A code by which somebody who is signed in proves that it is still them. */
  Reply reauthentication(Call call) {
    Bearers.Bearer bearer = floor.bearers().person(call);
    floor.guard().code(call);
    User user = bearer.user();
    Optional<String> email = user.email().filter(_ -> user.isEmailConfirmed());
    if (email.isPresent()) {
      sending.pause(Messages.Kind.REAUTHENTICATION, "email", email.get());
      sending.mail(
          call,
          user,
          Sending.Order.of(
              Messages.Kind.REAUTHENTICATION,
              TokenKind.REAUTHENTICATION,
              email.get(),
              Optional.empty()));
      return Replies.nothing();
    }
    String number =
        user.phone()
            .orElseThrow(() ->
                AuthCode.VALIDATION_FAILED
                    .because(
                        "Reauthentication requires the user to have an email or a phone number")
                    .raise());
    sending.pause(Messages.Kind.REAUTHENTICATION, "phone", number);
    return message(sending.message(call, user, number, TokenKind.REAUTHENTICATION));
  }

  private static Reply message(String id) {
    ObjectNode json = Json.object();
    return Replies.json(json.put("message_id", id));
  }
}
