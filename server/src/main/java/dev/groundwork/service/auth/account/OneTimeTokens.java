package dev.groundwork.service.auth.account;

import dev.groundwork.base.pg.Transaction;
import dev.groundwork.base.text.Hashes;
import dev.groundwork.base.text.RandomText;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.store.Change;
import dev.groundwork.service.auth.store.Row;
import dev.groundwork.service.auth.store.Table;
import dev.groundwork.service.auth.store.User;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Codes and links that are sent to an address, each good once. A link holds the hash of address and
 * code under a key of the server; the table holds a hash of that, so that who reads the table can
 * use none.
 */
public final class OneTimeTokens {
  private static final int HASH_BYTES = 28;

  /** What the hash in a link begins with when the code of the flow is to be exchanged. */
  static final String PKCE = "pkce_";

  private final byte[] serverKey;

  public OneTimeTokens(byte[] serverKey) {
    this.serverKey = serverKey.clone();
  }

  /**
   * A token as it is sent.
   *
   * @param code some digits
   * @param hash for a link
   */
  public record Sent(String code, String hash) {
    /** Without the secrets. */
    @Override
    public String toString() {
      return "Sent[]";
    }
  }

  /** A token for an address; one of the same kind from before is good no more. */
  public Sent create(Transaction tx, User user, TokenKind kind, String address, Shape shape) {
    String code = shape.pinned().orElseGet(() -> RandomText.digits(shape.length()));
    String hash = (shape.pkce() ? PKCE : "") + hash(address, code);
    Table table = new Table(tx, "one_time_tokens");
    table.delete("t.user_id = ? and t.token_type = ?", user.id(), kind.text());
    table.insert(
        new Change()
            .set("id", UUID.randomUUID().toString())
            .set("user_id", user.id())
            .set("token_type", kind.text())
            .set("token_hash", Hashes.sha256Hex(hash))
            .set("relates_to", address)
            .now("created_at")
            .now("updated_at"));
    return new Sent(code, hash);
  }

  /**
   * How a token is made.
   *
   * @param length digits of the code
   * @param pkce whether the link's flow ends with a code that is exchanged
   * @param pinned the code, where it is fixed
   */
  public record Shape(int length, boolean pkce, Optional<String> pinned) {}

  /**
   * The token that a link holds.
   *
   * @throws dev.groundwork.base.problem.ProblemException when there is none, or not any more
   */
  public Row ofLink(
      Transaction tx, String hash, List<TokenKind> kinds, Duration life, Instant now) {
    return find(tx, List.of(hash), kinds, life, now)
        .orElseThrow(
            () -> AuthCode.OTP_EXPIRED.because("Email link is invalid or has expired").raise());
  }

  /** The token that a code for an address is, if there is one. */
  public Optional<Row> ofCode(
      Transaction tx, Entry entry, List<TokenKind> kinds, Duration life, Instant now) {
    String hash = hash(entry.address(), entry.code());
    return find(tx, List.of(hash, PKCE + hash), kinds, life, now);
  }

  /** What a person entered. */
  public record Entry(String address, String code) {
    /** Without the code. */
    @Override
    public String toString() {
      return "Entry[" + address + "]";
    }
  }

  private static Optional<Row> find(
      Transaction tx, List<String> hashes, List<TokenKind> kinds, Duration life, Instant now) {
    Instant oldest = now.minus(life);
    for (TokenKind kind : kinds) {
      for (String hash : hashes) {
        Optional<Row> row =
            new Table(tx, "one_time_tokens")
                .first("t.token_type = ? and t.token_hash = ?", kind.text(), Hashes.sha256Hex(hash))
                .filter(found -> found.time("created_at").filter(oldest::isBefore).isPresent());
        if (row.isPresent()) {
          return row;
        }
      }
    }
    return Optional.empty();
  }

  /** Makes a token good no more. */
  public void use(Transaction tx, Row token) {
    new Table(tx, "one_time_tokens").delete("t.id = ?", token.text("id"));
  }

  /** Makes all tokens of a person good no more. */
  public void forget(Transaction tx, User user) {
    new Table(tx, "one_time_tokens").delete("t.user_id = ?", user.id());
  }

  /** Makes a person's tokens of some kinds good no more. */
  void forget(Transaction tx, User user, List<TokenKind> kinds) {
    Table table = new Table(tx, "one_time_tokens");
    kinds.forEach(
        kind -> table.delete("t.user_id = ? and t.token_type = ?", user.id(), kind.text()));
  }

  private String hash(String address, String code) {
    byte[] sum = Hashes.hmac(serverKey, address + '\0' + code);
    return HexFormat.of().formatHex(Arrays.copyOf(sum, HASH_BYTES));
  }
}
