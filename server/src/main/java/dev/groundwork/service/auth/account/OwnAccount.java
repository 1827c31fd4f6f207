package dev.groundwork.service.auth.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.pg.Transaction;
import dev.groundwork.service.auth.config.AuthConfig;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.session.SessionStore;
import dev.groundwork.service.auth.store.Change;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.store.Row;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.service.auth.store.Users;
import dev.groundwork.service.auth.web.Bearers;
import dev.groundwork.service.auth.web.Call;
import dev.groundwork.service.auth.web.Replies;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What somebody who is signed in sees and changes of themselves, and signing out. */
final class OwnAccount {
  private static final Duration FRESH = Duration.ofHours(24);

  private final Floor floor;
  private final AuthConfig config;
  private final Sending sending;

  OwnAccount(Floor floor, Sending sending) {
    this.floor = floor;
    this.config = floor.config();
    this.sending = sending;
  }

  Reply read(Call call) {
    User user = floor.bearers().personOrApplication(call).user();
    return Replies.json(floor.database().transact(tx -> new Users(tx).json(user)));
  }

  /**
   * Changes what a person may change of themselves, and nothing else: fields that are not named
   * here do nothing.
   */
  Reply update(Call call) {
    Bearers.Bearer bearer = floor.bearers().person(call);
    if (bearer.user().isSso() && touchesSignIn(call)) {
      throw AuthCode.UNSUPPORTED.because("Updating this of an SSO user is not supported").raise();
    }
    if (touchesSignIn(call)) {
      requireLevel(bearer);
    }
    Optional<String> email = call.find("email").map(floor.addresses()::email);
    Optional<String> phone = call.find("phone").map(floor.addresses()::phone);
    requireName(call, bearer.user());
    Optional<String> hash = password(call).map(password -> newHash(call, bearer, password));
    boolean newEmail = email.isPresent() && !email.equals(bearer.user().email());
    boolean newPhone = phone.isPresent() && !phone.equals(bearer.user().phone());
    if (newEmail || newPhone) {
      floor.guard().code(call);
    }
    Plan plan = new Plan(email.filter(_ -> newEmail), phone.filter(_ -> newPhone), hash);
    User user =
        Saving.user(
            "updating user", () -> floor.database().transact(tx -> change(tx, call, bearer, plan)));
    if (newEmail && isMailed(bearer.user())) {
      sending.pause(Messages.Kind.EMAIL_CHANGE, "email", email.get());
      new EmailChange(floor, sending).send(call, user);
    }
    if (newPhone && config.phone().confirm()) {
      sending.pause(Messages.Kind.EMAIL_CHANGE, "phone", phone.get());
      sending.message(call, user, phone.get(), TokenKind.PHONE_CHANGE);
    }
    return Replies.json(floor.database().transact(tx -> json(tx, user)));
  }

  private static ObjectNode json(Transaction tx, User user) {
    Users users = new Users(tx);
    return users.json(users.byId(user.id()).orElse(user));
  }

  /** What is to be changed. */
  private record Plan(
      Optional<String> email, Optional<String> phone, Optional<String> passwordHash) {}

  /** An anonymous person who takes an address that needs no confirmation has it at once. */
  private boolean isMailed(User user) {
    return config.email().confirm() || !user.isAnonymous();
  }

  private static boolean touchesSignIn(Call call) {
    return call.find("email").isPresent()
        || call.find("phone").isPresent()
        || password(call).isPresent();
  }

  /** A new password; one without a character is a weak one. */
  private static Optional<String> password(Call call) {
    Optional<String> password = call.find("password");
    return password.isEmpty() && call.body().path("password").isTextual()
        ? Optional.of("")
        : password;
  }

  /** Somebody with neither address nor number has nothing to sign in with beside the password. */
  private static void requireName(Call call, User user) {
    boolean named = call.find("email").isPresent() || call.find("phone").isPresent();
    if (user.isAnonymous() && call.find("password").isPresent() && !named) {
      throw AuthCode.VALIDATION_FAILED
          .because(
              "Updating password of an anonymous user without an email or phone is not allowed")
          .at(422)
          .raise();
    }
  }

  /** Who has a second factor changes how they sign in only after using it. */
  private void requireLevel(Bearers.Bearer bearer) {
    boolean verified =
        floor
            .database()
            .transact(tx ->
                new Users(tx)
                    .factors(bearer.user()).stream()
                        .anyMatch(factor -> factor.text("status").equals("verified")));
    if (verified && !bearer.level().equals("aal2")) {
      throw AuthCode.INSUFFICIENT_AAL
          .because("AAL2 session is required to update email or password when MFA is enabled.")
          .raise();
    }
  }

  private String newHash(Call call, Bearers.Bearer bearer, String password) {
    User user = bearer.user();
    if (config.passwords().current() && user.passwordHash().isPresent()) {
      String current =
          call.find("current_password")
              .orElseThrow(() ->
                  AuthCode.CURRENT_PASSWORD_REQUIRED
                      .because("Current password required when setting new password.")
                      .raise());
      floor.guard().password(user.id(), call);
      if (!floor.passwords().matches(Optional.of(user), current)) {
        throw AuthCode.CURRENT_PASSWORD_INVALID
            .because("Current password provided does not match password on record.")
            .raise();
      }
      floor.guard().passwordWasRight(user.id(), call);
    }
    if (config.passwords().secureChange() && !isFresh(bearer)) {
      requireNonce(call, user);
    }
    String hash = floor.passwords().hashOfNew(password);
    if (user.passwordHash().isPresent() && floor.passwords().matches(Optional.of(user), password)) {
      throw AuthCode.SAME_PASSWORD
          .because("New password should be different from the old password.")
          .raise();
    }
    return hash;
  }

  private boolean isFresh(Bearers.Bearer bearer) {
    Instant oldest = floor.clock().instant().minus(FRESH);
    return bearer
        .session()
        .flatMap(row -> row.time("created_at"))
        .filter(oldest::isBefore)
        .isPresent();
  }

  private void requireNonce(Call call, User user) {
    String nonce =
        call.find("nonce")
            .orElseThrow(() ->
                AuthCode.REAUTHENTICATION_NEEDED
                    .because("Password update requires reauthentication")
                    .raise());
    String address = user.email().or(user::phone).orElse("");
    floor.guard().guess("nonce", user.id());
    OneTimeTokens.Entry entry = new OneTimeTokens.Entry(address, nonce);
    boolean right = floor.database().transact(tx -> useNonce(tx, user, entry));
    if (!right) {
      throw AuthCode.REAUTHENTICATION_NOT_VALID.because("Nonce has expired or is invalid").raise();
    }
  }

  private boolean useNonce(Transaction tx, User user, OneTimeTokens.Entry entry) {
    Optional<Row> token =
        floor
            .tokens()
            .ofCode(
                tx,
                entry,
                List.of(TokenKind.REAUTHENTICATION),
                config.email().lifetime(),
                floor.clock().instant())
            .filter(row -> row.text("user_id").equals(user.id()));
    token.ifPresent(row -> floor.tokens().use(tx, row));
    return token.isPresent();
  }

  private User change(Transaction tx, Call call, Bearers.Bearer bearer, Plan plan) {
    Users users = new Users(tx);
    User user = users.locked(bearer.user().id()).orElseThrow();
    Change change = new Change();
    ObjectNode data = call.object("data");
    if (!data.isEmpty()) {
      change.set("raw_user_meta_data", Json.merged(user.userMetadata(), data));
    }
    plan.passwordHash.ifPresent(hash -> change.set("encrypted_password", hash));
    if (!change.isEmpty()) {
      user = users.update(user, change);
      Audit.note(tx, "user_modified", user, call.client());
    }
    if (plan.passwordHash.isPresent() || (user.isAnonymous() && plan.email.isPresent())) {
      new SessionStore(tx).endOthers(user, sessionOr(bearer));
    }
    if (plan.passwordHash.isPresent()) {
      floor.tokens().forget(tx, user, List.of(TokenKind.RECOVERY));
    }
    return changedAddresses(tx, user, plan);
  }

  private static String sessionOr(Bearers.Bearer bearer) {
    return bearer.sessionId().isEmpty()
        ? "00000000-0000-0000-0000-000000000000"
        : bearer.sessionId();
  }

  private User changedAddresses(Transaction tx, User user, Plan plan) {
    User changed = user;
    if (plan.email.isPresent()) {
      EmailChange email = new EmailChange(floor, sending);
      changed = email.begin(tx, changed, plan.email.get());
      changed = isMailed(user) ? changed : email.finish(tx, changed);
    }
    if (plan.phone.isPresent()) {
      changed = PhoneChange.begin(tx, changed, plan.phone.get());
      changed = config.phone().confirm() ? changed : PhoneChange.finish(tx, changed);
    }
    return changed;
  }

  /** Ends this session, all of them, or all but this one; an application ends its own alone. */
  Reply logout(Call call) {
    Bearers.Bearer bearer = floor.bearers().personOrApplication(call);
    String fallback = bearer.application().isPresent() ? "local" : "global";
    String scope = call.parameter("scope").orElse(fallback);
    if (!List.of("global", "local", "others").contains(scope)) {
      throw AuthCode.VALIDATION_FAILED
          .because("Unsupported logout scope \"" + scope + "\"")
          .raise();
    }
    if (bearer.application().isPresent() && !scope.equals("local")) {
      throw AuthCode.BAD_JWT.because("An application may only end its own session").raise();
    }
    floor.database().transact(tx -> end(tx, call, bearer, scope));
    return Reply.empty(204);
  }

  private static User end(Transaction tx, Call call, Bearers.Bearer bearer, String scope) {
    SessionStore sessions = new SessionStore(tx);
    User user = bearer.user();
    Audit.note(tx, "logout", user, call.client());
    if (scope.equals("global") || bearer.session().isEmpty()) {
      sessions.endAll(user);
    } else if (scope.equals("local")) {
      sessions.end(bearer.sessionId());
    } else {
      sessions.endOthers(user, bearer.sessionId());
    }
    return user;
  }
}
