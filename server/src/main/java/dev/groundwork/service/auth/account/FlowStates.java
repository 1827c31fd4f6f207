package dev.groundwork.service.auth.account;

import dev.groundwork.base.pg.Transaction;
import dev.groundwork.base.text.Hashes;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.store.Change;
import dev.groundwork.service.auth.store.Row;
import dev.groundwork.service.auth.store.Table;
import dev.groundwork.service.auth.web.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Sign-ins that end with a code which only the program that began them can exchange.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7636">RFC 7636, PKCE</a>
 */
public final class FlowStates {
  private static final Duration LIFE = Duration.ofMinutes(5);

  private final Table table;

  public FlowStates(Transaction tx) {
    this.table = new Table(tx, "flow_state");
  }

  /**
   * What the program that begins keeps a secret of.
   *
   * @param method {@code s256} or {@code plain}
   */
  public record Challenge(String text, String method) {

    /**
     * That of a call; empty when it has none.
     *
     * @throws dev.groundwork.base.problem.ProblemException when it is not as it must be
     */
    public static Optional<Challenge> in(Call call) {
      Optional<String> text =
          call.find("code_challenge").or(() -> call.parameter("code_challenge"));
      Optional<String> method =
          call.find("code_challenge_method").or(() -> call.parameter("code_challenge_method"));
      if (text.isEmpty() && method.isEmpty()) {
        return Optional.empty();
      }
      if (text.isEmpty() || method.isEmpty()) {
        throw AuthCode.VALIDATION_FAILED
            .because("PKCE flow requires code_challenge_method and code_challenge")
            .raise();
      }
      String kind = method.get().toLowerCase(Locale.ROOT);
      if (!List.of("s256", "plain").contains(kind)) {
        throw AuthCode.VALIDATION_FAILED
            .because("code challenge method has to be s256 or plain")
            .raise();
      }
      return Optional.of(new Challenge(valid(text.get()), kind));
    }

    private static String valid(String text) {
      if (text.length() < 43 || text.length() > 128) {
        throw AuthCode.VALIDATION_FAILED
            .because("code challenge has to be between 43 and 128 characters")
            .raise();
      }
      if (!text.matches("[A-Za-z0-9._~-]+")) {
        throw AuthCode.VALIDATION_FAILED
            .because(
                "code challenge can only contain alphanumeric characters, hyphens, periods,"
                    + " underscores and tildes")
            .raise();
      }
      return text;
    }

    boolean isAnsweredBy(String verifier) {
      String expected = method.equals("plain") ? verifier : Hashes.sha256Base64(verifier);
      return Hashes.same(expected, text);
    }
  }

  /**
   * Begins a flow.
   *
   * @param provider such as {@code email} or {@code github}
   * @param method how the person will have proved who they are, such as {@code magiclink}
   */
  public Row begin(Challenge challenge, String provider, String method, Change more) {
    return begin(Optional.of(challenge), provider, method, more);
  }

  /** Begins a flow that ends with a session at once where there is no challenge. */
  public Row begin(Optional<Challenge> challenge, String provider, String method, Change more) {
    Change row =
        new Change()
            .set("id", UUID.randomUUID().toString())
            .set("provider_type", provider)
            .set("authentication_method", method)
            .now("created_at")
            .now("updated_at");
    if (challenge.isPresent()) {
      row.set("auth_code", UUID.randomUUID().toString())
          .set("code_challenge", challenge.get().text())
          .set("code_challenge_method", challenge.get().method());
    }
    return table.insert(row.with(more));
  }

  /** The code of the newest flow of a person by a method; it may be exchanged from now on. */
  Optional<String> release(String userId, String method) {
    Optional<Row> newest =
        table.first(
            "t.user_id = ? and t.authentication_method = ? order by t.created_at desc limit 1",
            userId,
            method);
    return newest.map(row -> release(row, userId));
  }

  /** The code of a flow, for a person; it may be exchanged from now on. */
  public String release(Row flow, String userId) {
    Change change =
        new Change().set("user_id", userId).now("auth_code_issued_at").now("updated_at");
    table.update(change, "t.id = ?", flow.text("id"));
    return flow.text("auth_code");
  }

  /** The flow of an id. */
  public Optional<Row> byId(String id) {
    return table.first("t.id = ?", id);
  }

  /** Notes what came of a flow. */
  public void update(Row flow, Change change) {
    table.update(change.now("updated_at"), "t.id = ?", flow.text("id"));
  }

  /** Ends a flow. */
  public void end(Row flow) {
    table.delete("t.id = ?", flow.text("id"));
  }

  /**
   * The flow of a code, which is good no more then.
   *
   * @throws dev.groundwork.base.problem.ProblemException when there is none, when it is too old, or
   *     when somebody else began it
   */
  Row exchange(String code, String verifier, Instant now) {
    Row flow =
        table
            .first("t.auth_code = ? and t.auth_code_issued_at is not null for update", code)
            .orElseThrow(() ->
                AuthCode.FLOW_STATE_NOT_FOUND
                    .because("invalid flow state, no valid flow state found")
                    .raise());
    Challenge challenge =
        new Challenge(flow.text("code_challenge"), flow.text("code_challenge_method"));
    boolean old =
        flow.time("auth_code_issued_at").filter(issued -> issued.plus(LIFE).isAfter(now)).isEmpty();
    if (old) {
      throw AuthCode.FLOW_STATE_EXPIRED
          .because("invalid flow state, flow state has expired")
          .raise();
    }
    if (!challenge.isAnsweredBy(verifier)) {
      throw AuthCode.BAD_CODE_VERIFIER
          .because("code challenge does not match previously saved code verifier")
          .raise();
    }
    end(flow);
    return flow;
  }
}
