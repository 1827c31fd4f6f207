package dev.groundwork.service.auth.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.pg.Transaction;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.service.auth.account.Floor;
import dev.groundwork.service.auth.account.Landing;
import dev.groundwork.service.auth.account.Saving;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.session.Method;
import dev.groundwork.service.auth.session.Sessions;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.service.auth.web.Call;
import dev.groundwork.service.auth.web.Replies;
import dev.groundwork.service.auth.web.RouteTable;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BiFunction;

/** The endpoints for people who sign in with an account that they have elsewhere. */
public final class ProviderRoutes implements AutoCloseable {
  private final Floor floor;
  private final Remote remote = new Remote();
  private final Gateway gateway = new Gateway(remote);
  private final Arrivals arrivals;
  private final Departures departures;

  public ProviderRoutes(Floor floor, Providers providers) {
    this.floor = floor;
    this.arrivals = new Arrivals(floor);
    this.departures = new Departures(floor, providers, gateway);
  }

  /** Adds the endpoints. */
  public void addTo(RouteTable table) {
    table.add("GET", "/authorize", departures::authorize);
    table.add("GET", "/user/identities/authorize", departures::link);
    table.add("GET", "/callback", this::back);
    table.add("POST", "/callback", this::back);
  }

  @Override
  public void close() {
    remote.close();
  }

  /** A person comes back from a provider; whatever comes of it, the browser goes on. */
  private Reply back(Call call) {
    String state = given(call, "state").orElse("");
    Cookie cookie = new Cookie(state);
    try {
      Flows.Flow flow =
          floor
              .database()
              .transact(tx -> new Flows(tx).back(state, cookie.in(call), floor.clock().instant()));
      return cookie.removed(finished(call, flow), departures.isSecure());
    } catch (ProblemException e) {
      String site = floor.addresses().landing(Optional.empty());
      return Replies.redirect(302, Landing.withProblem(site, e.problem(), true));
    }
  }

  private Reply finished(Call call, Flows.Flow flow) {
    try {
      return Replies.redirect(302, landing(call, flow));
    } catch (ProblemException e) {
      boolean inQueryToo = flow.endsWithCode();
      return Replies.redirect(302, Landing.withProblem(flow.landing(), e.problem(), inQueryToo));
    }
  }

  /** Some providers send a form. */
  private static Optional<String> given(Call call, String name) {
    return call.parameter(name)
        .or(() -> Optional.of(call.body().path(name).asText("")).filter(it -> !it.isEmpty()));
  }

  private String landing(Call call, Flows.Flow flow) {
    given(call, "error").ifPresent(error -> refuse(call, error));
    String code =
        given(call, "code")
            .orElseThrow(() ->
                AuthCode.BAD_OAUTH_CALLBACK
                    .because("OAuth callback with missing authorization code missing")
                    .raise());
    Gateway.Provider provider = departures.provider(flow.provider());
    Gateway.Tokens tokens = tokens(provider, code, flow);
    Profile profile = profile(provider, tokens, flow);
    AppleName.in(given(call, "user")).ifPresent(name -> profile.name(name));
    Arrivals.Visitor visitor =
        new Arrivals.Visitor(provider.name(), profile, provider.account().emailOptional());
    if (flow.endsWithCode()) {
      String released = entered(call, visitor, flow, (tx, user) -> release(tx, flow, user, tokens));
      return Landing.withCode(flow.landing(), released);
    }
    Sessions.Begun begun = entered(call, visitor, flow, (tx, user) -> begin(tx, user, call));
    ObjectNode answer = floor.sessions().answer(begun);
    answer.put("provider_token", tokens.access());
    tokens.refresh().ifPresent(token -> answer.put("provider_refresh_token", token));
    return Landing.withSession(flow.landing(), answer, "");
  }

  private <T> T entered(
      Call call, Arrivals.Visitor visitor, Flows.Flow flow, BiFunction<Transaction, User, T> then) {
    if (flow.linkTo().isEmpty()) {
      return arrivals.signIn(call, visitor, then);
    }
    String person = flow.linkTo().get();
    return Saving.user(
        "updating user",
        () ->
            floor
                .database()
                .transact(tx -> then.apply(tx, arrivals.link(tx, call, visitor, person))));
  }

  private String release(Transaction tx, Flows.Flow flow, User user, Gateway.Tokens tokens) {
    if (user.isBanned(floor.clock().instant())) {
      throw AuthCode.USER_BANNED.because("User is banned").raise();
    }
    return new Flows(tx).release(flow, user.id(), tokens);
  }

  private Sessions.Begun begin(Transaction tx, User user, Call call) {
    return floor.sessions().begin(tx, user, Method.OAUTH, call.client());
  }

  private static void refuse(Call call, String error) {
    String words = given(call, "error_description").orElse(error);
    AuthCode code =
        error.equals("access_denied") ? AuthCode.BAD_OAUTH_CALLBACK : AuthCode.UNEXPECTED_FAILURE;
    throw code.because(words).raise();
  }

  private Gateway.Tokens tokens(Gateway.Provider provider, String code, Flows.Flow flow) {
    try {
      return gateway.exchange(provider, code, flow.verifier());
    } catch (IOException failed) {
      throw new ProblemException(
          AuthCode.UNEXPECTED_FAILURE.because("Unable to exchange external code"), failed);
    }
  }

  private Profile profile(Gateway.Provider provider, Gateway.Tokens tokens, Flows.Flow flow) {
    try {
      return gateway.profile(provider, tokens, Departures.nonce(flow));
    } catch (IOException failed) {
      throw new ProblemException(
          AuthCode.UNEXPECTED_FAILURE.because("Error getting user profile from external provider"),
          failed);
    }
  }

  /** A sign-in with an id token that the application got from the provider by itself. */
  public Reply byIdToken(Call call) {
    floor.guard().token(call);
    floor.guard().human(call);
    String token = required(call, "id_token");
    Gateway.Provider provider = departures.providerOrIssuer(required(call, "provider"));
    Profile profile;
    try {
      profile = gateway.profile(provider, token, call.find("access_token"), call.find("nonce"));
    } catch (IOException failed) {
      throw new ProblemException(
          AuthCode.UNEXPECTED_FAILURE.because("The provider's keys cannot be read"), failed);
    }
    Arrivals.Visitor visitor =
        new Arrivals.Visitor(provider.name(), profile, provider.account().emailOptional());
    Sessions.Begun begun =
        call.flag("link_identity", false)
            ? linked(call, visitor)
            : arrivals.signIn(call, visitor, (tx, user) -> begin(tx, user, call));
    return Replies.json(floor.sessions().answer(begun));
  }

  private Sessions.Begun linked(Call call, Arrivals.Visitor visitor) {
    departures.requireLinking();
    String person = floor.bearers().person(call).user().id();
    return Saving.user(
        "updating user",
        () ->
            floor
                .database()
                .transact(tx -> begin(tx, arrivals.link(tx, call, visitor, person), call)));
  }

  private static String required(Call call, String name) {
    return call.find(name)
        .orElseThrow(() ->
            AuthCode.VALIDATION_FAILED
                .because("provider or client_id and issuer required, and id_token")
                .raise());
  }
}
