package dev.groundwork.service.auth.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.pg.Transaction;
import dev.groundwork.service.auth.config.AuthConfig;
import dev.groundwork.service.auth.store.Change;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.service.auth.store.Users;
import dev.groundwork.service.auth.web.Call;
import java.util.Optional;

/** Makes codes and links and sends them: the token in a transaction, the mail after it. */
final class Sending {
  private final Floor floor;
  private final AuthConfig config;

  Sending(Floor floor) {
    this.floor = floor;
    this.config = floor.config();
  }

  /** The person of an address, or of a username. */
  Optional<User> find(Transaction tx, String pool, String provider, String address) {
    Users users = new Users(tx);
    return switch (provider) {
      case "email" -> users.byEmail(pool, address);
      case "phone" -> users.byPhone(address);
      default -> users.byUsername(pool, address);
    };
  }

  /** Whether something may be sent to an address now; asked alike for addresses of nobody. */
  void pause(Messages.Kind kind, String provider, String address) {
    if (provider.equals("phone")) {
      if (pinned(address).isEmpty()) {
        floor.guard().message(kind.type(), address, config.phone().pause());
        floor.guard().anyMessage();
      }
    } else {
      floor.guard().mail(kind.type(), address, config.email().pause());
    }
  }

  /** What a mail is to hold, and where it goes. */
  record Order(
      Messages.Kind kind,
      TokenKind token,
      String to,
      String sentAt,
      Optional<FlowStates.Challenge> challenge,
      Optional<String> newEmail) {

    static Order of(
        Messages.Kind kind, TokenKind token, String to, Optional<FlowStates.Challenge> challenge) {
      String sentAt =
          switch (kind) {
            case RECOVERY, MAGIC_LINK -> "recovery_sent_at";
            case EMAIL_CHANGE -> "email_change_sent_at";
            case REAUTHENTICATION -> "reauthentication_sent_at";
            case CONFIRMATION, INVITE -> "confirmation_sent_at";
          };
      return new Order(kind, token, to, sentAt, challenge, Optional.empty());
    }

    Order becoming(String address) {
      return new Order(kind, token, to, sentAt, challenge, Optional.of(address));
    }

    /** How the person will have proved who they are, in a flow that ends with a code. */
    private String method() {
      return switch (kind) {
        case CONFIRMATION -> "email/signup";
        case RECOVERY -> "recovery";
        case MAGIC_LINK -> "magiclink";
        case INVITE -> "invite";
        case EMAIL_CHANGE -> "email_change";
        case REAUTHENTICATION -> "otp";
      };
    }
  }

  /** Makes the token of a mail; the letter goes out when the transaction is over. */
  Messages.Letter letter(Transaction tx, User user, Order order, String redirectTo) {
    OneTimeTokens.Shape shape =
        new OneTimeTokens.Shape(
            config.email().length(), order.challenge().isPresent(), Optional.empty());
    OneTimeTokens.Sent token = floor.tokens().create(tx, user, order.token(), order.to(), shape);
    order
        .challenge()
        .ifPresent(challenge ->
            new FlowStates(tx)
                .begin(challenge, "email", order.method(), new Change().set("user_id", user.id())));
    User told = new Users(tx).update(user, new Change().now(order.sentAt()));
    return new Messages.Letter(order.kind(), told, order.to(), token, order.newEmail(), redirectTo);
  }

  /** Makes a token and sends the mail. */
  User mail(Call call, User user, Order order) {
    String landing = floor.addresses().landing(call);
    Messages.Letter letter = floor.database().transact(tx -> letter(tx, user, order, landing));
    send(letter);
    return letter.user();
  }

  void send(Messages.Letter letter) {
    floor.guard().anyMail();
    floor.messages().mail(letter);
  }

  /** Sends the code that confirms an address at sign-up; gives the person as they are then. */
  ObjectNode confirmation(
      Call call, User user, String provider, Optional<FlowStates.Challenge> challenge) {
    String address = provider.equals("email") ? user.email().orElse("") : user.phone().orElse("");
    pause(Messages.Kind.CONFIRMATION, provider, address);
    if (provider.equals("email")) {
      Order order =
          Order.of(Messages.Kind.CONFIRMATION, TokenKind.CONFIRMATION, address, challenge);
      User told = mail(call, user, order);
      return floor.database().transact(tx -> new Users(tx).json(told));
    }
    message(call, user, address, TokenKind.CONFIRMATION);
    return floor
        .database()
        .transact(tx -> new Users(tx).json(new Users(tx).byId(user.id()).orElse(user)));
  }

  /** Sends a code to a phone; gives what the sender calls the message. */
  String message(Call call, User user, String number, TokenKind kind) {
    OneTimeTokens.Shape shape =
        new OneTimeTokens.Shape(config.phone().length(), false, pinned(number));
    String sentAt = kind == TokenKind.PHONE_CHANGE ? "phone_change_sent_at" : sentAt(kind);
    OneTimeTokens.Sent token =
        floor.database().transact(tx -> create(tx, user, kind, number, shape, sentAt));
    return shape.pinned().isPresent()
        ? "test-otp"
        : floor.messages().message(user, number, token.code(), call.find("channel").orElse("sms"));
  }

  private static String sentAt(TokenKind kind) {
    return kind == TokenKind.REAUTHENTICATION ? "reauthentication_sent_at" : "confirmation_sent_at";
  }

  private OneTimeTokens.Sent create(
      Transaction tx,
      User user,
      TokenKind kind,
      String number,
      OneTimeTokens.Shape shape,
      String sentAt) {
    new Users(tx).update(user, new Change().now(sentAt));
    return floor.tokens().create(tx, user, kind, number, shape);
  }

  private Optional<String> pinned(String number) {
    return Optional.ofNullable(config.phone().pinned().get(number));
  }
}
