package dev.groundwork.service.auth.passkey;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.pg.Transaction;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.service.auth.account.Audit;
import dev.groundwork.service.auth.account.Floor;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.session.Method;
import dev.groundwork.service.auth.session.Sessions;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.store.Row;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.service.auth.store.Users;
import dev.groundwork.service.auth.web.Call;
import dev.groundwork.service.auth.web.Replies;
import dev.groundwork.service.auth.webauthn.Verifier;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** Signing in with a passkey: the device knows whose it is, nobody is asked for a name. */
final class Entrance {
  private final Floor floor;
  private final Challenges challenges;

  Entrance(Floor floor, Challenges challenges) {
    this.floor = floor;
    this.challenges = challenges;
  }

  /** A passkey, and whose it is. */
  private record Known(Row passkey, User user) {}

  Reply options(Call call) {
    PasskeyRoutes.requireEnabled(floor);
    floor.guard().passkey(call);
    floor.guard().human(call);
    return challenges.begin(
        Challenges.Purpose.AUTHENTICATION,
        Optional.empty(),
        Json.object(),
        options -> options.request(List.of()));
  }

  /** One answer for all that is wrong, so that nobody learns which passkeys there are. */
  Reply signIn(Call call) {
    PasskeyRoutes.requireEnabled(floor);
    floor.guard().passkey(call);
    Challenges.Taken taken =
        challenges.take(call, Challenges.Purpose.AUTHENTICATION, Optional.empty());
    ObjectNode answer = call.object("credential");
    Known known = known(call, answer).orElseThrow(Entrance::refused);
    Verifier.Assertion assertion =
        Verifier.instance()
            .signed(answer, Passkeys.credential(known.passkey), taken.asked())
            .filter(it -> it.userHandle().filter(handle -> !isOf(known.user, handle)).isEmpty())
            .orElseThrow(Entrance::refused);
    Sessions.Begun begun = floor.database().transact(tx -> begin(tx, call, known, assertion));
    return Replies.json(floor.sessions().answer(begun));
  }

  private static ProblemException refused() {
    return AuthCode.WEBAUTHN_VERIFICATION_FAILED.because("Credential verification failed").raise();
  }

  private Optional<Known> known(Call call, ObjectNode answer) {
    return Verifier.credentialId(answer)
        .flatMap(id -> floor.database().transact(tx -> known(tx, id)))
        .filter(found -> found.user.pool().isEmpty() || found.user.pool().equals(call.pool()));
  }

  private static Optional<Known> known(Transaction tx, byte[] credentialId) {
    return new Passkeys(tx)
        .named(credentialId)
        .flatMap(row -> new Users(tx).byId(row.text("user_id")).map(user -> new Known(row, user)))
        .filter(found -> found.user.time("deleted_at").isEmpty());
  }

  /** Passkeys of before Groundwork served this database may hold the id as text. */
  private static boolean isOf(User user, byte[] handle) {
    return MessageDigest.isEqual(handle, Keyring.handle(user.id()))
        || MessageDigest.isEqual(handle, user.id().getBytes(UTF_8));
  }

  private Sessions.Begun begin(
      Transaction tx, Call call, Known known, Verifier.Assertion assertion) {
    if (!new Passkeys(tx).use(known.passkey, assertion)) {
      throw refused();
    }
    Audit.note(tx, "login", known.user, call.client());
    return floor.sessions().begin(tx, known.user, Method.PASSKEY, call.client());
  }
}
