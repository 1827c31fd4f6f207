package dev.groundwork.service.auth.passkey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.pg.PgProblem;
import dev.groundwork.base.pg.Transaction;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.service.auth.account.Audit;
import dev.groundwork.service.auth.account.Floor;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.store.Row;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.service.auth.store.Users;
import dev.groundwork.service.auth.web.Bearers;
import dev.groundwork.service.auth.web.Call;
import dev.groundwork.service.auth.web.Replies;
import dev.groundwork.service.auth.webauthn.Credential;
import dev.groundwork.service.auth.webauthn.Options;
import dev.groundwork.service.auth.webauthn.Verifier;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The passkeys of somebody who is signed in: added, named, removed. */
final class Keyring {
  private static final int MOST = 10;
  private static final int MOST_NAME = 120;
  private static final String UNIQUE_VIOLATION = "23505";

  private final Floor floor;
  private final Challenges challenges;

  Keyring(Floor floor, Challenges challenges) {
    this.floor = floor;
    this.challenges = challenges;
  }

  /** Asks for a new one. */
  Reply options(Call call) {
    PasskeyRoutes.requireEnabled(floor);
    Bearers.Bearer bearer = floor.bearers().person(call);
    requireLevel(bearer);
    User user = bearer.user();
    List<Row> known = floor.database().transact(tx -> new Passkeys(tx).of(user));
    requireRoom(known);
    Options.Owner owner = new Options.Owner(handle(user.id()), name(user), displayName(user));
    return challenges.begin(
        Challenges.Purpose.REGISTRATION,
        Optional.of(user.id()),
        Json.object(),
        options -> options.creation(owner, known.stream().map(Passkeys::credential).toList()));
  }

  /** By what a device tells people; no part of their address. */
  static byte[] handle(String userId) {
    UUID id = UUID.fromString(userId);
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  private String name(User user) {
    return user.email()
        .or(user::phone)
        .or(() -> Optional.of(user.userMetadata().path("username").asText("")))
        .filter(name -> !name.isEmpty())
        .orElse(user.id());
  }

  private String displayName(User user) {
    String given = user.userMetadata().path("full_name").asText("");
    return given.isEmpty() ? name(user) : given;
  }

  /** What the device has made. */
  Reply add(Call call) {
    PasskeyRoutes.requireEnabled(floor);
    Bearers.Bearer bearer = floor.bearers().person(call);
    requireLevel(bearer);
    Challenges.Taken taken =
        challenges.take(call, Challenges.Purpose.REGISTRATION, Optional.of(bearer.user().id()));
    Credential credential = made(call, taken);
    Row row = unique(() -> floor.database().transact(tx -> add(tx, call, bearer, credential)));
    return Replies.json(Passkeys.json(row));
  }

  /** The credential that an answer holds. */
  static Credential made(Call call, Challenges.Taken taken) {
    return Verifier.instance()
        .made(call.object("credential"), taken.asked())
        .orElseThrow(() ->
            AuthCode.WEBAUTHN_VERIFICATION_FAILED
                .because("Credential verification failed")
                .raise());
  }

  /** Work that adds a passkey. */
  interface Adding<T> {
    T run();
  }

  /** Two requests may add one credential at once. */
  static <T> T unique(Adding<T> work) {
    try {
      return work.run();
    } catch (ProblemException e) {
      if (e.problem() instanceof PgProblem.Refused refused
          && refused.code().equals(UNIQUE_VIOLATION)
          && refused.message().contains("webauthn_credentials_credential_id_key")) {
        throw AuthCode.WEBAUTHN_CREDENTIAL_EXISTS
            .because("This passkey is registered already")
            .raise();
      }
      throw e;
    }
  }

  private static Row add(Transaction tx, Call call, Bearers.Bearer bearer, Credential credential) {
    User user = new Users(tx).locked(bearer.user().id()).orElseThrow();
    Passkeys passkeys = new Passkeys(tx);
    requireRoom(passkeys.of(user));
    Audit.note(tx, "passkey_created", user, call.client());
    return passkeys.add(user, credential);
  }

  private static void requireRoom(List<Row> known) {
    if (known.size() >= MOST) {
      throw AuthCode.TOO_MANY_PASSKEYS
          .because("Maximum number of passkeys reached, remove one to continue")
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
          .because("AAL2 session is required to change passkeys when MFA is enabled.")
          .at(403)
          .raise();
    }
  }

  Reply list(Call call) {
    PasskeyRoutes.requireEnabled(floor);
    User user = floor.bearers().person(call).user();
    return Replies.json(floor.database().transact(tx -> list(tx, user)));
  }

  private static JsonNode list(Transaction tx, User user) {
    ArrayNode all = Json.object().putArray("passkeys");
    new Passkeys(tx).of(user).forEach(row -> all.add(Passkeys.json(row)));
    return all;
  }

  Reply rename(Call call) {
    PasskeyRoutes.requireEnabled(floor);
    User user = floor.bearers().person(call).user();
    String name = call.text("friendly_name").strip();
    if (name.isEmpty() || name.length() > MOST_NAME) {
      throw AuthCode.VALIDATION_FAILED
          .because("friendly_name must have between 1 and " + MOST_NAME + " characters")
          .raise();
    }
    Optional<Row> renamed =
        floor.database().transact(tx -> new Passkeys(tx).rename(user, call.place("id"), name));
    return Replies.json(Passkeys.json(renamed.orElseThrow(Keyring::unknown)));
  }

  private static ProblemException unknown() {
    return AuthCode.WEBAUTHN_CREDENTIAL_NOT_FOUND.because("Passkey not found").raise();
  }

  Reply remove(Call call) {
    PasskeyRoutes.requireEnabled(floor);
    Bearers.Bearer bearer = floor.bearers().person(call);
    requireLevel(bearer);
    floor.database().transact(tx -> remove(tx, call, bearer.user()));
    return Replies.nothing();
  }

  private static Row remove(Transaction tx, Call call, User known) {
    Users users = new Users(tx);
    User user = users.locked(known.id()).orElseThrow();
    Passkeys passkeys = new Passkeys(tx);
    Row gone = passkeys.remove(user, call.place("id")).orElseThrow(Keyring::unknown);
    if (passkeys.of(user).isEmpty() && !hasOtherWay(users, user)) {
      throw AuthCode.SINGLE_IDENTITY_NOT_DELETABLE
          .because("This passkey is the only way to sign in: add another one before removing it")
          .raise();
    }
    Audit.note(tx, "passkey_deleted", user, call.client());
    return gone;
  }

  /** Whether somebody can come in without a passkey. */
  private static boolean hasOtherWay(Users users, User user) {
    return user.passwordHash().isPresent()
        || user.isConfirmed()
        || user.isAnonymous()
        || users.identities(user).stream()
            .map(identity -> identity.text("provider"))
            .anyMatch(each -> !each.equals("passkey") && !each.equals("username"));
  }

  /** Those of anybody, for servers. */
  Reply listOf(Call call) {
    floor.bearers().requireAdmin(call);
    return Replies.json(floor.database().transact(tx -> list(tx, somebody(tx, call))));
  }

  /** Removes one of anybody, for servers. */
  Reply removeOf(Call call) {
    floor.bearers().requireAdmin(call);
    floor.database().transact(tx -> removeOf(tx, call));
    return Replies.nothing();
  }

  private static Row removeOf(Transaction tx, Call call) {
    User user = somebody(tx, call);
    Audit.note(tx, "passkey_deleted", user, call.client());
    return new Passkeys(tx).remove(user, call.place("passkey")).orElseThrow(Keyring::unknown);
  }

  private static User somebody(Transaction tx, Call call) {
    return new Users(tx)
        .byId(call.place("id"))
        .orElseThrow(() -> AuthCode.USER_NOT_FOUND.because("User not found").raise());
  }
}
