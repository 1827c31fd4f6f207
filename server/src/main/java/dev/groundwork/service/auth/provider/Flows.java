package dev.groundwork.service.auth.provider;

import dev.groundwork.base.pg.Transaction;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.Statement;
import dev.groundwork.base.text.Hashes;
import dev.groundwork.base.text.RandomText;
import dev.groundwork.service.auth.account.FlowStates;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.store.Change;
import dev.groundwork.service.auth.store.Row;
import dev.groundwork.service.auth.store.Table;
import dev.groundwork.service.auth.store.Users;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * People who are on their way to a provider and back: a row of {@code flow_state}, named by the
 * parameter {@code state}, and one of {@code oauth_client_states} that is there until they return,
 * with the secret of the flow.
 */
final class Flows {
  private static final Duration LIFE = Duration.ofMinutes(5);

  /** Marks flows of browsers that cannot be told apart by a cookie. */
  private static final String UNBOUND = ":any-browser";

  private final Transaction tx;
  private final FlowStates flows;
  private final Table secrets;

  Flows(Transaction tx) {
    this.tx = tx;
    this.flows = new FlowStates(tx);
    this.secrets = new Table(tx, "oauth_client_states");
  }

  /**
   * Somebody who sets out.
   *
   * @param challenge of the program that will exchange a code; a session comes at once without
   * @param landing where they go in the end
   * @param linkTo the person who is to get a further identity
   */
  record Start(
      String provider,
      Optional<FlowStates.Challenge> challenge,
      String landing,
      Optional<String> linkTo) {}

  /** A flow and its secret. */
  record Flow(Row row, String verifier, boolean isBound) {
    String id() {
      return row.text("id");
    }

    String provider() {
      return row.text("provider_type");
    }

    String landing() {
      return row.text("referrer");
    }

    boolean endsWithCode() {
      return row.find("code_challenge").isPresent();
    }

    Optional<String> linkTo() {
      return row.find("linking_target_id");
    }

    /** What the cookie of the browser holds that set out. */
    String browser() {
      return Hashes.sha256Hex("browser:" + verifier);
    }
  }

  /**
   * Begins a flow.
   *
   * @param bound whether only the browser that has the flow's cookie may come back
   */
  Flow begin(Start start, boolean bound) {
    removeOld();
    String secretId = UUID.randomUUID().toString();
    Row secret =
        secrets.insert(
            new Change()
                .set("id", secretId)
                .set("provider_type", start.provider + (bound ? "" : UNBOUND))
                .set("code_verifier", RandomText.base64(RandomText.STRONG))
                .now("created_at"));
    Change more =
        new Change()
            .set("referrer", start.landing)
            .set("oauth_client_state_id", secretId)
            .set("linking_target_id", start.linkTo.orElse(null));
    return flow(flows.begin(start.challenge, start.provider, "oauth", more), secret);
  }

  /** Flows that nobody came back from. */
  private void removeOld() {
    tx.run(
        Statement.of(
            "delete from auth.oauth_client_states where created_at < now() - interval '1 hour'"));
    tx.run(Statement.of("delete from auth.flow_state where created_at < now() - interval '1 day'"));
  }

  /** A flow whose person has not come back. */
  Optional<Flow> pending(String id, Instant now) {
    return find(id, now, "t.id = ?");
  }

  /**
   * The flow that somebody comes back in; nobody else can from now on.
   *
   * @param browser what their cookie holds
   * @throws ProblemException when there is none, or it began in another browser
   */
  Flow back(String id, Optional<String> browser, Instant now) {
    Flow flow =
        find(id, now, "t.id = ? for update")
            .orElseThrow(
                () -> AuthCode.BAD_OAUTH_STATE.because("OAuth state not found or expired").raise());
    if (flow.isBound && !browser.equals(Optional.of(flow.browser()))) {
      throw AuthCode.BAD_OAUTH_STATE.because("The sign-in was begun in another browser").raise();
    }
    secrets.delete("t.id = ?", flow.row.text("oauth_client_state_id"));
    if (!flow.endsWithCode()) {
      flows.end(flow.row);
    }
    return flow;
  }

  private Optional<Flow> find(String id, Instant now, String condition) {
    if (!Users.isId(id)) {
      return Optional.empty();
    }
    return flows
        .byId(id)
        .filter(row -> row.time("created_at").orElseThrow().plus(LIFE).isAfter(now))
        .flatMap(row -> secret(row, condition).map(secret -> flow(row, secret)));
  }

  private Optional<Row> secret(Row row, String condition) {
    String id = row.text("oauth_client_state_id");
    return Users.isId(id) ? secrets.first(condition, id) : Optional.empty();
  }

  private static Flow flow(Row row, Row secret) {
    boolean bound = !secret.text("provider_type").endsWith(UNBOUND);
    return new Flow(row, secret.text("code_verifier"), bound);
  }

  /** The code of a flow, for a person, with what the provider gave. */
  String release(Flow flow, String userId, Gateway.Tokens tokens) {
    flows.update(
        flow.row,
        new Change()
            .set("provider_access_token", tokens.access())
            .set("provider_refresh_token", tokens.refresh().orElse(null)));
    return flows.release(flow.row, userId);
  }
}
