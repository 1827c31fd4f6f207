package dev.groundwork.service.auth.passkey;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.pg.Transaction;
import dev.groundwork.base.text.RandomText;
import dev.groundwork.service.auth.account.Floor;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.store.Change;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.store.Row;
import dev.groundwork.service.auth.store.Table;
import dev.groundwork.service.auth.store.Users;
import dev.groundwork.service.auth.web.Call;
import dev.groundwork.service.auth.web.Replies;
import dev.groundwork.service.auth.webauthn.Bytes;
import dev.groundwork.service.auth.webauthn.Options;
import dev.groundwork.service.auth.webauthn.RelyingParty;
import dev.groundwork.service.auth.webauthn.Verifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** What devices are to sign: each handed out once, and taken back once. */
final class Challenges {
  private static final Duration LIFE = Duration.ofMinutes(5);

  /** For so long it can still be told that one has expired. */
  private static final Duration REMEMBERED = Duration.ofHours(1);

  private static final int BYTES = 32;

  private final Floor floor;

  Challenges(Floor floor) {
    this.floor = floor;
  }

  /** What a signature is for. */
  enum Purpose {
    REGISTRATION,
    AUTHENTICATION,
    SIGNUP;

    private String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * A challenge that was taken back.
   *
   * @param more what was noted with it
   */
  record Taken(Verifier.Asked asked, ObjectNode more) {}

  /**
   * Hands one out.
   *
   * @param user who alone may answer; empty for anybody
   * @param more to be noted with it
   * @param options what the browser is asked
   */
  Reply begin(
      Purpose purpose,
      Optional<String> user,
      ObjectNode more,
      Function<Options, ObjectNode> options) {
    RelyingParty party = RelyingParty.of(floor.config());
    byte[] challenge = RandomText.bytes(BYTES);
    String id = UUID.randomUUID().toString();
    Instant end = floor.clock().instant().plus(LIFE);
    ObjectNode data = Json.object();
    data.put("challenge", Bytes.text(challenge)).put("rp_id", party.id());
    party.origins().forEach(data.putArray("origins")::add);
    data.set("more", more);
    Change row =
        new Change()
            .set("id", id)
            .set("user_id", user.orElse(null))
            .set("challenge_type", purpose.text())
            .set("session_data", data)
            .set("expires_at", end);
    floor.database().transact(tx -> insert(tx, row));
    ObjectNode json = Json.object();
    json.put("challenge_id", id);
    json.set("options", options.apply(new Options(party, challenge, Options.Rule.PASSKEY, LIFE)));
    return Replies.json(json.put("expires_at", end.getEpochSecond()));
  }

  private Row insert(Transaction tx, Change row) {
    Table table = new Table(tx, "webauthn_challenges");
    table.delete("t.expires_at < ?", floor.clock().instant().minus(REMEMBERED).toString());
    return table.insert(row);
  }

  /**
   * Takes one back; whatever comes of the answer, it is good no more.
   *
   * @throws dev.groundwork.base.problem.ProblemException when there is none for this, or not any
   *     more
   */
  Taken take(Call call, Purpose purpose, Optional<String> user) {
    String id = call.text("challenge_id");
    Row row =
        floor
            .database()
            .transact(tx -> take(tx, id, purpose, user))
            .orElseThrow(
                () -> AuthCode.WEBAUTHN_CHALLENGE_NOT_FOUND.because("Challenge not found").raise());
    if (row.time("expires_at").filter(floor.clock().instant()::isBefore).isEmpty()) {
      throw AuthCode.WEBAUTHN_CHALLENGE_EXPIRED.because("Challenge has expired").raise();
    }
    ObjectNode data = row.object("session_data");
    List<String> origins = new ArrayList<>();
    data.path("origins").forEach(each -> origins.add(each.asText()));
    RelyingParty party = new RelyingParty(data.path("rp_id").asText(), origins);
    byte[] challenge = Bytes.of(data.path("challenge").asText()).orElseThrow();
    ObjectNode more = data.path("more") instanceof ObjectNode object ? object : Json.object();
    return new Taken(new Verifier.Asked(party, challenge, Options.Rule.PASSKEY.isVerified()), more);
  }

  private static Optional<Row> take(
      Transaction tx, String id, Purpose purpose, Optional<String> user) {
    List<Row> rows =
        Users.isId(id)
            ? new Table(tx, "webauthn_challenges")
                .delete(
                    "t.id = ? and t.challenge_type = ? and t.user_id is not distinct from ?::uuid",
                    id,
                    purpose.text(),
                    user.orElse(null))
            : List.of();
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
  }
}
