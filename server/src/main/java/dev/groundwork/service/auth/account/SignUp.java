package dev.groundwork.service.auth.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.pg.Transaction;
import dev.groundwork.service.auth.config.AuthConfig;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.session.Method;
import dev.groundwork.service.auth.session.Sessions;
import dev.groundwork.service.auth.store.Change;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.store.Row;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.service.auth.store.UserJson;
import dev.groundwork.service.auth.store.Users;
import dev.groundwork.service.auth.web.Call;
import dev.groundwork.service.auth.web.Replies;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Signing up. Who signs up with an address that somebody has confirmed is told the same as
 * everybody else, unless addresses need no confirmation.
 */
final class SignUp {
  private final Floor floor;
  private final AuthConfig config;
  private final Sending sending;

  SignUp(Floor floor, Sending sending) {
    this.floor = floor;
    this.config = floor.config();
    this.sending = sending;
  }

  /** What became of a sign-up in its transaction. */
  private sealed interface Outcome {
    record SignedIn(Sessions.Begun begun) implements Outcome {}

    /** With what the application is told when the person is new. */
    record ToConfirm(User user, Optional<ObjectNode> made) implements Outcome {}

    record Known() implements Outcome {}
  }

  Reply answer(Call call) {
    if (!config.access().signup()) {
      throw AuthCode.SIGNUP_DISABLED.because("Signups not allowed for this instance").raise();
    }
    floor.guard().human(call);
    if (call.find("email").isEmpty()
        && call.find("phone").isEmpty()
        && call.find("username").isEmpty()) {
      return anonymous(call);
    }
    floor.guard().code(call);
    return named(call);
  }

  private Reply anonymous(Call call) {
    if (call.find("password").isPresent()) {
      throw AuthCode.VALIDATION_FAILED
          .because("To signup, please provide your email or phone number")
          .raise();
    }
    if (!config.access().anonymous()) {
      throw AuthCode.ANONYMOUS_PROVIDER_DISABLED
          .because("Anonymous sign-ins are disabled")
          .at(422)
          .raise();
    }
    floor.guard().anonymous(call);
    NewUsers.Draft draft =
        new NewUsers.Draft(call.pool(), "anonymous", "", Optional.empty(), call.object("data"));
    NewUsers.announce(floor, draft, call);
    Sessions.Begun begun =
        Saving.user(
            "creating anonymous user",
            () ->
                floor
                    .database()
                    .transact(tx ->
                        floor
                            .sessions()
                            .begin(
                                tx, NewUsers.insert(tx, draft), Method.ANONYMOUS, call.client())));
    floor.extensions().afterUserCreated(begun.userJson());
    return Replies.json(floor.sessions().answer(begun));
  }

  private Reply named(Call call) {
    NewUsers.Draft draft = draft(call);
    Optional<FlowStates.Challenge> challenge = FlowStates.Challenge.in(call);
    Optional<User> known =
        floor
            .database()
            .transact(tx -> sending.find(tx, draft.pool(), draft.provider(), draft.address()));
    if (known.isEmpty()) {
      NewUsers.announce(floor, draft, call);
    }
    Outcome outcome =
        Saving.user(
            "saving new user", () -> floor.database().transact(tx -> signUp(tx, draft, call)));
    return switch (outcome) {
      case Outcome.SignedIn(Sessions.Begun begun) -> {
        floor.extensions().afterUserCreated(begun.userJson());
        yield Replies.json(floor.sessions().answer(begun));
      }
      case Outcome.ToConfirm(User user, Optional<ObjectNode> made) -> {
        made.ifPresent(floor.extensions()::afterUserCreated);
        ObjectNode json = sending.confirmation(call, user, draft.provider(), challenge);
        yield Replies.json(json);
      }
      case Outcome.Known _ -> Replies.json(madeUp(draft));
    };
  }

  private NewUsers.Draft draft(Call call) {
    String password =
        call.find("password")
            .orElseThrow(() ->
                AuthCode.VALIDATION_FAILED.because("Signup requires a valid password").raise());
    Optional<String> email = call.find("email");
    Optional<String> phone = call.find("phone");
    if (email.isPresent() && phone.isPresent()) {
      throw AuthCode.VALIDATION_FAILED
          .because("Only an email address or phone number should be provided on signup.")
          .raise();
    }
    ObjectNode data = call.object("data");
    if (email.isPresent()) {
      requireHere(
          config.access().email(), AuthCode.EMAIL_PROVIDER_DISABLED, "Email signups are disabled");
      String address = floor.addresses().email(email.get());
      return new NewUsers.Draft(call.pool(), "email", address, hash(password), data);
    }
    if (phone.isPresent()) {
      requireHere(
          config.access().phone(), AuthCode.PHONE_PROVIDER_DISABLED, "Phone signups are disabled");
      require(
          call.find("code_challenge").isEmpty(),
          AuthCode.VALIDATION_FAILED,
          "PKCE not supported for phone signups");
      String number = floor.addresses().phone(phone.get());
      return new NewUsers.Draft(call.pool(), "phone", number, hash(password), data);
    }
    require(
        config.access().usernames(), AuthCode.USERNAME_PROVIDER_DISABLED, "Usernames are disabled");
    String name = Usernames.valid(call.text("username"));
    return new NewUsers.Draft(call.pool(), "username", name, hash(password), data);
  }

  private Optional<String> hash(String password) {
    return Optional.of(floor.passwords().hashOfNew(password));
  }

  /** The same for what clients expect the status 400 of. */
  static void requireHere(boolean allowed, AuthCode code, String message) {
    if (!allowed) {
      throw code.because(message).at(400).raise();
    }
  }

  static void require(boolean allowed, AuthCode code, String message) {
    if (!allowed) {
      throw code.because(message).raise();
    }
  }

  private Outcome signUp(Transaction tx, NewUsers.Draft draft, Call call) {
    Optional<User> known = sending.find(tx, draft.pool(), draft.provider(), draft.address());
    boolean confirms = confirms(draft.provider());
    if (known.isPresent() && (!confirms || isConfirmed(known.get(), draft.provider()))) {
      if (confirms) {
        return new Outcome.Known();
      }
      throw AuthCode.USER_ALREADY_EXISTS.because("User already registered").raise();
    }
    User user =
        known.map(found -> again(tx, found, draft)).orElseGet(() -> NewUsers.insert(tx, draft));
    if (known.isEmpty()) {
      Audit.note(tx, "user_signedup", user, call.client());
    }
    if (!confirms) {
      User confirmed =
          draft.provider().equals("username") ? user : NewUsers.confirm(tx, user, draft.provider());
      return new Outcome.SignedIn(
          floor.sessions().begin(tx, confirmed, Method.PASSWORD, call.client()));
    }
    Optional<ObjectNode> made =
        known.isPresent() ? Optional.empty() : Optional.of(new Users(tx).json(user));
    return new Outcome.ToConfirm(user, made);
  }

  /**
   * Somebody signs up with an address that nobody has confirmed yet. The link that comes now takes
   * the place of the one before, and so does the password: otherwise whoever was first, with the
   * address of somebody else, would know theirs.
   */
  private static User again(Transaction tx, User known, NewUsers.Draft draft) {
    if (known.isConfirmed() || known.time("invited_at").isPresent()) {
      return known;
    }
    Change change = new Change().set("encrypted_password", draft.passwordHash().orElse(""));
    if (!draft.metadata().isEmpty()) {
      ObjectNode said = draft.metadata().deepCopy();
      List.of("sub", "email_verified", "phone_verified", draft.provider()).forEach(said::remove);
      change.set("raw_user_meta_data", Json.merged(known.userMetadata(), said));
    }
    return new Users(tx).update(known, change);
  }

  private boolean confirms(String provider) {
    return switch (provider) {
      case "email" -> config.email().confirm();
      case "phone" -> config.phone().confirm();
      default -> false;
    };
  }

  private static boolean isConfirmed(User user, String provider) {
    return provider.equals("email") ? user.isEmailConfirmed() : user.isPhoneConfirmed();
  }

  /** Looks like a person who was made just now, so that nobody learns who is known. */
  private ObjectNode madeUp(NewUsers.Draft draft) {
    sending.pause(Messages.Kind.CONFIRMATION, draft.provider(), draft.address());
    String now = floor.clock().instant().truncatedTo(ChronoUnit.MICROS).toString();
    ObjectNode row = Json.object();
    row.put("id", UUID.randomUUID().toString());
    row.put("aud", "authenticated").put("role", "authenticated");
    row.put(draft.provider(), draft.address());
    row.put("confirmation_sent_at", now);
    row.put("created_at", now).put("updated_at", now);
    ObjectNode app = Json.object().put("provider", draft.provider());
    app.putArray("providers").add(draft.provider());
    row.set("raw_app_meta_data", app);
    ObjectNode data = draft.metadata().deepCopy();
    data.put("sub", row.path("id").asText());
    data.put("email_verified", false).put("phone_verified", false);
    row.set("raw_user_meta_data", data.put(draft.provider(), draft.address()));
    User user = new User(new Row(row));
    return UserJson.user(user, List.of(), List.of());
  }
}
