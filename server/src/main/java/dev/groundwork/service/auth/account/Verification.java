package dev.groundwork.service.auth.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.pg.Transaction;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.session.Method;
import dev.groundwork.service.auth.session.SessionStore;
import dev.groundwork.service.auth.session.Sessions;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.store.Row;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.service.auth.store.Users;
import dev.groundwork.service.auth.web.Call;
import dev.groundwork.service.auth.web.Replies;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Codes and links that were sent come back. */
final class Verification {
  private static final String HALF_DONE =
      "Confirmation link accepted. Please proceed to confirm link sent to the other email";
  static final String EXPIRED = "Token has expired or is invalid";

  private final Floor floor;
  private final Sending sending;

  Verification(Floor floor, Sending sending) {
    this.floor = floor;
    this.sending = sending;
  }

  /** What a token came to. */
  private sealed interface Outcome {
    record SignedIn(Sessions.Begun begun) implements Outcome {}

    record Released(String code) implements Outcome {}

    record HalfDone() implements Outcome {}
  }

  /** A code that was entered, or the hash of a link that a page took. */
  Reply entered(Call call) {
    floor.guard().verification(call);
    String type = type(call.find("type"));
    boolean byHash = call.find("token_hash").isPresent();
    if (byHash == call.find("token").isPresent()) {
      throw AuthCode.VALIDATION_FAILED
          .because("Verify requires either a token or a token hash")
          .raise();
    }
    Outcome outcome = byHash ? byHash(call, type) : byCode(call, type);
    return switch (outcome) {
      case Outcome.SignedIn(Sessions.Begun begun) -> Replies.json(floor.sessions().answer(begun));
      case Outcome.HalfDone _ ->
          Replies.json(Json.object().put("msg", HALF_DONE).put("code", "200"));
      case Outcome.Released _ -> throw new IllegalStateException("only links release codes");
    };
  }

  private static String type(Optional<String> given) {
    return given.orElseThrow(
        () -> AuthCode.VALIDATION_FAILED.because("Verify requires a verification type").raise());
  }

  private Outcome byHash(Call call, String type) {
    if (call.find("email").isPresent() || call.find("phone").isPresent()) {
      throw AuthCode.VALIDATION_FAILED
          .because("Only the token_hash and type should be provided")
          .raise();
    }
    String hash = call.text("token_hash");
    return saved(call, tx -> floor.tokens().ofLink(tx, hash, kinds(type), life(type), now()));
  }

  /** Finds the row of a token. */
  private interface Finding {
    Row in(Transaction tx);
  }

  private Outcome saved(Call call, Finding finding) {
    return Saving.user(
        "updating user", () -> floor.database().transact(tx -> use(tx, call, finding.in(tx))));
  }

  /** Wrong codes count against the address, so that nobody can try them all. */
  private Outcome byCode(Call call, String type) {
    String code = call.text("token");
    Optional<String> phone = call.find("phone");
    if (phone.isEmpty() && call.find("email").isEmpty()) {
      throw AuthCode.VALIDATION_FAILED
          .because("Only an email address or phone number should be provided on verify")
          .raise();
    }
    boolean byPhone = phone.isPresent();
    String address =
        byPhone
            ? floor.addresses().phone(phone.get())
            : floor.addresses().email(call.text("email"));
    floor.guard().guess("code", call.pool() + address);
    OneTimeTokens.Entry entry = new OneTimeTokens.Entry(address, code);
    return saved(call, tx -> row(tx, call, type, entry));
  }

  private Row row(Transaction tx, Call call, String type, OneTimeTokens.Entry entry) {
    return floor
        .tokens()
        .ofCode(tx, entry, kinds(type), life(type), now())
        .filter(token -> isOfPool(tx, call, token))
        .orElseThrow(() -> AuthCode.OTP_EXPIRED.because(EXPIRED).raise());
  }

  private static boolean isOfPool(Transaction tx, Call call, Row token) {
    String pool = new Users(tx).byId(token.text("user_id")).map(User::pool).orElse("");
    return pool.isEmpty() || pool.equals(call.pool());
  }

  private java.time.Instant now() {
    return floor.clock().instant();
  }

  private Duration life(String type) {
    return type.equals("sms") || type.equals("phone_change")
        ? floor.config().phone().lifetime()
        : floor.config().email().lifetime();
  }

  private static List<TokenKind> kinds(String type) {
    return switch (type) {
      case "signup", "invite", "sms" -> List.of(TokenKind.CONFIRMATION);
      case "recovery", "magiclink" -> List.of(TokenKind.RECOVERY);
      case "email" -> List.of(TokenKind.CONFIRMATION, TokenKind.RECOVERY);
      case "email_change" -> List.of(TokenKind.EMAIL_CHANGE_CURRENT, TokenKind.EMAIL_CHANGE_NEW);
      case "phone_change" -> List.of(TokenKind.PHONE_CHANGE);
      default -> throw AuthCode.VALIDATION_FAILED.because("Invalid verification type").raise();
    };
  }

  private Outcome use(Transaction tx, Call call, Row token) {
    Optional<User> user = confirmed(tx, call, token);
    if (user.isEmpty()) {
      return new Outcome.HalfDone();
    }
    Audit.note(tx, "login", user.get(), call.client());
    return new Outcome.SignedIn(floor.sessions().begin(tx, user.get(), Method.OTP, call.client()));
  }

  /**
   * The person, to whom the address is now known to belong; empty when another is still missing.
   */
  private Optional<User> confirmed(Transaction tx, Call call, Row token) {
    Users users = new Users(tx);
    User user = users.locked(token.text("user_id")).orElseThrow();
    if (user.isAnonymous()) {
      new SessionStore(tx).endAll(user); // whoever began them does not get into the account
    }
    if (user.isBanned(now())) {
      throw AuthCode.USER_BANNED.because("User is banned").at(403).raise();
    }
    return switch (token.text("token_type")) {
      case "email_change_token_new", "email_change_token_current" -> {
        boolean done = new EmailChange(floor, sending).confirm(tx, user, token);
        yield done ? users.byId(user.id()) : Optional.empty();
      }
      case "phone_change_token" -> {
        floor.tokens().use(tx, token);
        requireSame(token, user.row().text("phone_change"));
        yield Optional.of(PhoneChange.finish(tx, user));
      }
      default -> Optional.of(known(tx, call, user, token));
    };
  }

  /** A token proves the address that it was sent to, and no other one. */
  private User known(Transaction tx, Call call, User user, Row token) {
    floor.tokens().use(tx, token);
    boolean phone = user.phone().filter(token.text("relates_to")::equals).isPresent();
    if (!phone) {
      requireSame(token, user.email().orElse(""));
    }
    User known = NewUsers.confirm(tx, user, phone ? "phone" : "email");
    if (!user.isConfirmed()) {
      Audit.note(tx, "user_signedup", known, call.client());
    }
    return known;
  }

  private static void requireSame(Row token, String address) {
    if (!token.text("relates_to").equals(address)) {
      throw AuthCode.OTP_EXPIRED.because(EXPIRED).raise();
    }
  }

  /** A link that was followed: sends the browser on, whatever comes of it. */
  Reply followed(Call call) {
    String landing = floor.addresses().landing(call.parameter("redirect_to"));
    boolean pkce = call.parameter("token").orElse("").startsWith(OneTimeTokens.PKCE);
    try {
      floor.guard().verification(call);
      String type = type(call.parameter("type"));
      String hash =
          call.parameter("token")
              .orElseThrow(
                  () -> AuthCode.VALIDATION_FAILED.because("Verify requires a token").raise());
      Outcome outcome =
          Saving.user(
              "updating user", () -> floor.database().transact(tx -> follow(tx, call, type, hash)));
      return Replies.redirect(303, address(landing, outcome, type));
    } catch (ProblemException e) {
      return Replies.redirect(303, Landing.withProblem(landing, e.problem(), pkce));
    }
  }

  private Outcome follow(Transaction tx, Call call, String type, String hash) {
    Row token = floor.tokens().ofLink(tx, hash, kinds(type), life(type), now());
    if (!hash.startsWith(OneTimeTokens.PKCE)) {
      return use(tx, call, token);
    }
    Optional<User> user = confirmed(tx, call, token);
    return user.<Outcome>map(found -> new Outcome.Released(release(tx, found, type)))
        .orElseGet(Outcome.HalfDone::new);
  }

  private static String release(Transaction tx, User user, String type) {
    String method = type.equals("signup") ? "email/signup" : type;
    return new FlowStates(tx)
        .release(user.id(), method)
        .orElseThrow(() ->
            AuthCode.FLOW_STATE_NOT_FOUND
                .because("invalid flow state, no valid flow state found")
                .raise());
  }

  private String address(String landing, Outcome outcome, String type) {
    return switch (outcome) {
      case Outcome.SignedIn(Sessions.Begun begun) -> {
        ObjectNode answer = floor.sessions().answer(begun);
        yield Landing.withSession(landing, answer, type);
      }
      case Outcome.Released(String code) -> Landing.withCode(landing, code);
      case Outcome.HalfDone _ -> Landing.withMessage(landing, HALF_DONE);
    };
  }
}
