package dev.groundwork.service.auth.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.pg.Transaction;
import dev.groundwork.service.auth.config.AuthConfig;
import dev.groundwork.service.auth.password.Weakness;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.session.Method;
import dev.groundwork.service.auth.session.Sessions;
import dev.groundwork.service.auth.store.Change;
import dev.groundwork.service.auth.store.Row;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.service.auth.store.Users;
import dev.groundwork.service.auth.web.Call;
import dev.groundwork.service.auth.web.Replies;
import java.util.List;
import java.util.Optional;

/** Signing in with a password, renewing a session, exchanging the code of a flow. */
final class SignIn {
  private final Floor floor;
  private final AuthConfig config;
  private final Sending sending;

  SignIn(Floor floor, Sending sending) {
    this.floor = floor;
    this.config = floor.config();
    this.sending = sending;
  }

  /** What somebody signs in with. */
  private record Name(String provider, String address) {}

  Reply byPassword(Call call) {
    floor.guard().token(call);
    floor.guard().human(call);
    Name name = name(call);
    String password = call.find("password").orElse("");
    Optional<User> user =
        floor
            .database()
            .transact(tx -> sending.find(tx, call.pool(), name.provider, name.address))
            .filter(found -> !found.isSso());
    String who = call.pool() + name.address;
    floor.guard().password(who, call);
    boolean right = floor.passwords().matches(user, password);
    user.ifPresent(found -> floor.extensions().passwordAttempt(found, right));
    if (!right) {
      throw AuthCode.INVALID_CREDENTIALS.because("Invalid login credentials").raise();
    }
    floor.guard().passwordWasRight(who, call);
    return signedIn(call, user.orElseThrow(), name, password);
  }

  private Reply signedIn(Call call, User user, Name name, String password) {
    if (user.isBanned(floor.clock().instant())) {
      throw AuthCode.USER_BANNED.because("User is banned").raise();
    }
    requireConfirmed(user, name);
    Optional<String> better =
        floor.passwords().isOutdated(user)
            ? Optional.of(floor.passwords().hash(password))
            : Optional.empty();
    Sessions.Begun begun = floor.database().transact(tx -> begin(tx, user, better, call));
    ObjectNode answer = floor.sessions().answer(begun);
    List<Weakness> weak = floor.passwords().weaknesses(password);
    if (!weak.isEmpty()) {
      ObjectNode told = answer.putObject("weak_password");
      told.put("message", weak.getFirst().message());
      Passwords.reasons(weak).forEach(told.putArray("reasons")::add);
    }
    return Replies.json(answer);
  }

  private Sessions.Begun begin(Transaction tx, User user, Optional<String> betterHash, Call call) {
    User kept =
        betterHash.isPresent()
            ? new Users(tx).update(user, new Change().set("encrypted_password", betterHash.get()))
            : user;
    Audit.note(tx, "login", kept, call.client());
    return floor.sessions().begin(tx, kept, Method.PASSWORD, call.client());
  }

  private void requireConfirmed(User user, Name name) {
    if (name.provider.equals("email") && config.email().confirm() && !user.isEmailConfirmed()) {
      throw AuthCode.EMAIL_NOT_CONFIRMED.because("Email not confirmed").raise();
    }
    if (name.provider.equals("phone") && config.phone().confirm() && !user.isPhoneConfirmed()) {
      throw AuthCode.PHONE_NOT_CONFIRMED.because("Phone not confirmed").raise();
    }
  }

  private Name name(Call call) {
    Optional<String> email = call.find("email");
    Optional<String> phone = call.find("phone");
    Optional<String> username = call.find("username");
    if (email.isPresent() && phone.isPresent()) {
      throw AuthCode.VALIDATION_FAILED
          .because("Only an email address or phone number should be provided on login.")
          .raise();
    }
    if (email.isPresent()) {
      SignUp.require(
          config.access().email(), AuthCode.EMAIL_PROVIDER_DISABLED, "Email logins are disabled");
      return new Name("email", email.get().strip().toLowerCase(java.util.Locale.ROOT));
    }
    if (phone.isPresent()) {
      SignUp.require(
          config.access().phone(), AuthCode.PHONE_PROVIDER_DISABLED, "Phone logins are disabled");
      return new Name("phone", floor.addresses().phone(phone.get()));
    }
    if (username.isPresent() && config.access().usernames()) {
      return new Name("username", username.get());
    }
    throw AuthCode.VALIDATION_FAILED.because("missing email or phone").raise();
  }

  Reply byRefreshToken(Call call) {
    floor.guard().token(call);
    return Replies.json(floor.sessions().refresh(call.text("refresh_token")));
  }

  /** The end of a flow: the code for the session. */
  Reply byCode(Call call) {
    floor.guard().token(call);
    String code = call.find("auth_code").orElse("");
    String verifier = call.find("code_verifier").orElse("");
    if (code.isEmpty() || verifier.isEmpty()) {
      throw AuthCode.VALIDATION_FAILED
          .because("invalid request: both auth code and code verifier should be non-empty")
          .raise();
    }
    Exchanged exchanged = floor.database().transact(tx -> exchange(tx, code, verifier, call));
    ObjectNode answer = floor.sessions().answer(exchanged.begun);
    exchanged.providerToken.ifPresent(token -> answer.put("provider_token", token));
    exchanged.providerRefresh.ifPresent(token -> answer.put("provider_refresh_token", token));
    return Replies.json(answer);
  }

  /** A session, and what a provider gave along with it. */
  private record Exchanged(
      Sessions.Begun begun, Optional<String> providerToken, Optional<String> providerRefresh) {}

  private Exchanged exchange(Transaction tx, String code, String verifier, Call call) {
    Row flow = new FlowStates(tx).exchange(code, verifier, floor.clock().instant());
    User user =
        new Users(tx)
            .byId(flow.text("user_id"))
            .orElseThrow(() -> AuthCode.USER_NOT_FOUND.because("User not found").raise());
    Method method = flow.text("authentication_method").equals("oauth") ? Method.OAUTH : Method.OTP;
    Audit.note(tx, "login", user, call.client());
    return new Exchanged(
        floor.sessions().begin(tx, user, method, call.client()),
        flow.find("provider_access_token"),
        flow.find("provider_refresh_token"));
  }
}
