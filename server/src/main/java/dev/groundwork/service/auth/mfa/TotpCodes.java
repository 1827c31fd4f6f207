package dev.groundwork.service.auth.mfa;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.service.auth.account.Floor;
import dev.groundwork.service.auth.account.Sealing;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.store.Change;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.store.Row;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.service.auth.totp.Totp;
import dev.groundwork.service.auth.web.Call;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;

/** An application that shows codes as second factor. Each code counts once. */
final class TotpCodes implements Proving {
  private static final int MOST_ISSUER = 200;
  private static final String SECRET = "secret";
  private static final String LAST = "last_used_step";

  private final Floor floor;
  private final Totp totp = new Totp();

  TotpCodes(Floor floor) {
    this.floor = floor;
  }

  @Override
  public Setup enroll(Call call, User user, String factor) {
    String issuer = call.find("issuer").orElseGet(this::site);
    if (issuer.length() > MOST_ISSUER) {
      throw AuthCode.VALIDATION_FAILED.because("issuer is too long").raise();
    }
    String account = user.email().or(user::phone).orElse(user.id());
    String secret = totp.newSecret();
    String uri = Totp.uri(issuer, account, secret);
    ObjectNode answer = Json.object();
    answer.putObject("totp").put("qr_code", Totp.qrSvg(uri)).put("secret", secret).put("uri", uri);
    return new Setup(new Change().set(SECRET, floor.sealing().seal(secret, factor)), answer);
  }

  private String site() {
    String site = floor.config().site();
    try {
      return Optional.ofNullable(URI.create(site).getHost()).orElse(site);
    } catch (IllegalArgumentException malformed) {
      return site;
    }
  }

  @Override
  public Question ask(Call call, User user, Row factor, String challenge) {
    return new Question(new Change(), Json.object(), () -> {});
  }

  @Override
  public Optional<Change> check(Call call, Row factor, Row challenge) {
    String id = factor.text("id");
    String stored = factor.text(SECRET);
    Optional<String> secret =
        Sealing.isSealed(stored) ? floor.sealing().open(stored, id) : Optional.of(stored);
    OptionalLong step = secret.isEmpty() ? OptionalLong.empty() : step(secret.get(), call);
    if (step.isEmpty() || step.getAsLong() <= factor.number(LAST)) {
      return Optional.empty();
    }
    Change change = new Change().set(LAST, String.valueOf(step.getAsLong()));
    return Optional.of(
        Sealing.isSealed(stored) ? change : change.set(SECRET, floor.sealing().seal(stored, id)));
  }

  private OptionalLong step(String secret, Call call) {
    try {
      return Totp.verify(secret, Asking.code(call).strip(), floor.clock().instant());
    } catch (IllegalArgumentException sealedByOthers) {
      return OptionalLong.empty();
    }
  }

  @Override
  public String refusal() {
    return "Invalid TOTP code entered";
  }

  @Override
  public int tries() {
    return MfaRoutes.TRIES_OF_A_CODE;
  }
}
