package dev.groundwork.service.auth.mfa;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.pg.Transaction;
import dev.groundwork.base.text.RandomText;
import dev.groundwork.service.auth.account.Floor;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.store.Change;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.store.Row;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.service.auth.store.Users;
import dev.groundwork.service.auth.web.Call;
import dev.groundwork.service.auth.webauthn.Bytes;
import dev.groundwork.service.auth.webauthn.Credential;
import dev.groundwork.service.auth.webauthn.Options;
import dev.groundwork.service.auth.webauthn.RelyingParty;
import dev.groundwork.service.auth.webauthn.Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A security key as second factor. The first challenge makes the credential, later ones have it
 * sign.
 */
final class SecurityKeys implements Proving {
  private static final int CHALLENGE_BYTES = 32;
  private static final String CREDENTIAL = "web_authn_credential";

  private final Floor floor;

  SecurityKeys(Floor floor) {
    this.floor = floor;
  }

  @Override
  public Setup enroll(Call call, User user, String factor) {
    return new Setup(new Change(), Json.object());
  }

  @Override
  public Question ask(Call call, User user, Row factor, String challenge) {
    RelyingParty party = party(call);
    byte[] bytes = RandomText.bytes(CHALLENGE_BYTES);
    boolean isNew = !factor.text("status").equals("verified");
    ObjectNode noted = Json.object();
    noted.put("challenge", Bytes.text(bytes)).put("rp_id", party.id()).put("create", isNew);
    party.origins().forEach(noted.putArray("origins")::add);
    Options options =
        new Options(party, bytes, Options.Rule.SECOND_FACTOR, MfaRoutes.LIFE_OF_A_CHALLENGE);
    ObjectNode answer = Json.object();
    ObjectNode told = answer.putObject("webauthn").put("type", isNew ? "create" : "request");
    told.putObject("credential_options")
        .set(
            "publicKey",
            isNew
                ? options.creation(owner(user), known(user))
                : options.request(List.of(KeyJson.credential(factor.object(CREDENTIAL)))));
    return new Question(new Change().set("web_authn_session_data", noted), answer, () -> {});
  }

  private RelyingParty party(Call call) {
    ObjectNode wish = call.object("webauthn");
    RelyingParty site = RelyingParty.of(floor.config());
    String domain = wish.path("rpId").asText(site.id());
    List<String> pages = new ArrayList<>();
    wish.path("rpOrigins").forEach(each -> pages.add(each.asText("")));
    return site.named(domain, pages)
        .orElseThrow(() ->
            AuthCode.VALIDATION_FAILED
                .because(
                    "webauthn.rpId and webauthn.rpOrigins must be those of the site URL or of"
                        + " auth.passkeys.rp-origins")
                .raise());
  }

  private static Options.Owner owner(User user) {
    String name = user.email().or(user::phone).orElse(user.id());
    return new Options.Owner(user.id().getBytes(UTF_8), name, name);
  }

  private List<Credential> known(User user) {
    return floor.database().transact(tx -> known(tx, user));
  }

  private static List<Credential> known(Transaction tx, User user) {
    return new Users(tx)
        .factors(user).stream()
            .map(factor -> factor.object(CREDENTIAL))
            .filter(credential -> !credential.isEmpty())
            .map(KeyJson::credential)
            .toList();
  }

  @Override
  public Optional<Change> check(Call call, Row factor, Row challenge) {
    ObjectNode noted = challenge.object("web_authn_session_data");
    JsonNode given = call.object("webauthn").path("credential_response");
    ObjectNode answer = given instanceof ObjectNode object ? object : Json.object();
    List<String> origins = new ArrayList<>();
    noted.path("origins").forEach(each -> origins.add(each.asText()));
    RelyingParty party = new RelyingParty(noted.path("rp_id").asText(), origins);
    byte[] bytes = Bytes.of(noted.path("challenge").asText()).orElseThrow();
    Verifier.Asked asked =
        new Verifier.Asked(party, bytes, Options.Rule.SECOND_FACTOR.isVerified());
    return noted.path("create").asBoolean() ? made(answer, asked) : signed(answer, factor, asked);
  }

  private static Optional<Change> made(ObjectNode answer, Verifier.Asked asked) {
    return Verifier.instance()
        .made(answer, asked)
        .map(credential ->
            new Change()
                .set(CREDENTIAL, KeyJson.of(credential))
                .set("web_authn_aaguid", credential.model().toString()));
  }

  private static Optional<Change> signed(ObjectNode answer, Row factor, Verifier.Asked asked) {
    ObjectNode stored = factor.object(CREDENTIAL);
    Credential credential = KeyJson.credential(stored);
    boolean named =
        Verifier.credentialId(answer)
            .filter(id -> Bytes.text(id).equals(credential.name()))
            .isPresent();
    return Verifier.instance()
        .signed(answer, credential, asked)
        .filter(_ -> named)
        .map(it -> new Change().set(CREDENTIAL, KeyJson.used(stored, it)));
  }

  @Override
  public String refusal() {
    return "WebAuthn credential verification failed";
  }

  /** Nobody mistypes a signature. */
  @Override
  public int tries() {
    return 1;
  }
}
