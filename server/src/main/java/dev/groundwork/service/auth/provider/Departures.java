package dev.groundwork.service.auth.provider;

import dev.groundwork.base.http.Reply;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.service.auth.account.Floor;
import dev.groundwork.service.auth.account.FlowStates;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.web.Call;
import dev.groundwork.service.auth.web.Replies;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sends people to providers. */
final class Departures {
  private static final String CALLBACK = "/callback";
  private static final String ISSUER = "https://";

  /** Parameters that are for this server, and those that only it may set. */
  private static final Set<String> OWN =
      Set.of(
          "provider",
          "redirect_to",
          "scopes",
          "code_challenge",
          "code_challenge_method",
          "skip_http_redirect",
          "invite_token",
          "flow",
          "apikey",
          "client_id",
          "client_secret",
          "redirect_uri",
          "response_type",
          "response_mode",
          "scope",
          "state",
          "nonce");

  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Floor floor;
  private final Providers providers;
  private final Gateway gateway;

  Departures(Floor floor, Providers providers, Gateway gateway) {
    this.floor = floor;
    this.providers = providers;
    this.gateway = gateway;
  }

  /** The secret of a flow as an id token must hold it. */
  static String nonce(Flows.Flow flow) {
    return new Gateway.Journey(flow.id(), flow.verifier(), List.of(), Map.of()).nonce();
  }

  /** Whether browsers reach the server by TLS. */
  boolean isSecure() {
    return floor.config().url().startsWith("https:");
  }

  /**
   * An enabled provider.
   *
   * @throws ProblemException when there is none of the name
   */
  Gateway.Provider provider(String name) {
    Providers.Account account = providers.byName().get(name);
    if (account == null) {
      throw unknown();
    }
    String back = account.redirectUri().orElseGet(() -> floor.config().url() + CALLBACK);
    return new Gateway.Provider(name, Catalog.of(name), account, back);
  }

  private static ProblemException unknown() {
    return AuthCode.VALIDATION_FAILED
        .because("Unsupported provider: provider is not enabled")
        .raise();
  }

  /** The same for an id token, by its name or by the issuer of its tokens. */
  Gateway.Provider providerOrIssuer(String text) {
    if (!text.startsWith(ISSUER)) {
      return ofIdToken(text);
    }
    return providers.names().stream()
        .map(this::provider)
        .filter(each -> each.issuer().equals(Optional.of(text)))
        .findFirst()
        .orElseThrow(Departures::unknown);
  }

  private Gateway.Provider ofIdToken(String name) {
    Optional<String> issuer = Catalog.of(name).issuer();
    if (issuer.isPresent() && !providers.byName().containsKey(name)) {
      throw AuthCode.PROVIDER_DISABLED
          .because("Provider (issuer \"" + issuer.get() + "\") is not enabled")
          .raise();
    }
    return provider(name);
  }

  void requireLinking() {
    if (!floor.config().access().manualLinking()) {
      throw AuthCode.MANUAL_LINKING_DISABLED.because("Manual linking is disabled").raise();
    }
  }

  Reply authorize(Call call) {
    Optional<String> begun = call.parameter("flow");
    if (begun.isPresent()) {
      return further(call, begun.get());
    }
    Gateway.Provider provider = provider(call.parameter("provider").orElse(""));
    Flows.Start start = start(call, provider, Optional.empty());
    return skips(call) ? sent(call, provider, begin(start, true)) : begun(call, provider, start);
  }

  /**
   * Begins to link an identity. A page asks for it, and no page keeps our cookie: the browser gets
   * it on its way, which leads through this server.
   */
  Reply link(Call call) {
    requireLinking();
    String person = floor.bearers().person(call).user().id();
    Gateway.Provider provider = provider(call.parameter("provider").orElse(""));
    Flows.Start start = start(call, provider, Optional.of(person));
    return skips(call)
        ? told(onward(call, provider, begin(start, true)))
        : begun(call, provider, start);
  }

  private static boolean skips(Call call) {
    return call.parameter("skip_http_redirect").filter("true"::equals).isPresent();
  }

  private Flows.Start start(Call call, Gateway.Provider provider, Optional<String> person) {
    return new Flows.Start(
        provider.name(), FlowStates.Challenge.in(call), floor.addresses().landing(call), person);
  }

  private Flows.Flow begin(Flows.Start start, boolean bound) {
    return floor.database().transact(tx -> new Flows(tx).begin(start, bound));
  }

  /**
   * Sends a browser on. A cookie holds for the address at which the browser comes back; where it is
   * at another one now, it goes there first, unless both are this machine.
   */
  private Reply begun(Call call, Gateway.Provider provider, Flows.Start start) {
    String here = call.headers().first("Host").orElse("");
    URI back = URI.create(provider.redirectUri());
    if (here.isEmpty() || here.equalsIgnoreCase(back.getAuthority())) {
      return sent(call, provider, begin(start, true));
    }
    boolean near = back.getHost() != null && THIS_MACHINE.contains(back.getHost());
    Flows.Flow flow = begin(start, !near);
    return near ? sent(call, provider, flow) : Replies.redirect(302, onward(call, provider, flow));
  }

  /** The second half of a way that began at another address, or in a page. */
  private Reply further(Call call, String id) {
    Flows.Flow flow =
        floor
            .database()
            .transact(tx -> new Flows(tx).pending(id, floor.clock().instant()))
            .orElseThrow(
                () -> AuthCode.BAD_OAUTH_STATE.because("OAuth state not found or expired").raise());
    return sent(call, provider(flow.provider()), flow);
  }

  private String onward(Call call, Gateway.Provider provider, Flows.Flow flow) {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("flow", flow.id());
    call.parameter("scopes").ifPresent(scopes -> parts.put("scopes", scopes));
    parts.putAll(extra(call));
    String back = provider.redirectUri();
    String room =
        back.endsWith(CALLBACK)
            ? back.substring(0, back.length() - CALLBACK.length())
            : floor.config().url();
    return room + "/authorize?" + Remote.encoded(parts);
  }

  private Reply sent(Call call, Gateway.Provider provider, Flows.Flow flow) {
    String scopes = call.parameter("scopes").orElse("").replace(',', ' ').strip();
    List<String> wanted = scopes.isEmpty() ? List.of() : List.of(scopes.split(" +", -1));
    Gateway.Journey journey = new Gateway.Journey(flow.id(), flow.verifier(), wanted, extra(call));
    String address = address(provider, journey);
    Reply reply = skips(call) ? told(address) : Replies.redirect(302, address);
    boolean form = provider.dialect().parameters().containsValue("form_post");
    return new Cookie(flow.id()).set(reply, flow.browser(), isSecure(), form);
  }

  private String address(Gateway.Provider provider, Gateway.Journey journey) {
    try {
      return gateway.address(provider, journey);
    } catch (IOException failed) {
      throw new ProblemException(
          AuthCode.UNEXPECTED_FAILURE.because("The provider cannot be reached"), failed);
    }
  }

  private static Reply told(String address) {
    return Replies.json(Json.object().put("url", address));
  }

  private static Map<String, String> extra(Call call) {
    Map<String, String> extra = new LinkedHashMap<>();
    call.query()
        .forEach((name, value) -> {
          if (!OWN.contains(name)) {
            extra.put(name, value);
          }
        });
    return extra;
  }
}
