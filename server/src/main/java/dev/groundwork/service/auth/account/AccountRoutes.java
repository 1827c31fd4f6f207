package dev.groundwork.service.auth.account;

import dev.groundwork.base.http.Reply;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.web.Call;
import dev.groundwork.service.auth.web.RouteTable;
import java.util.HashMap;
import java.util.Map;

/** The endpoints of accounts. */
public final class AccountRoutes {
  private final Map<String, RouteTable.Endpoint> grants = new HashMap<>();
  private final Floor floor;

  public AccountRoutes(Floor floor) {
    this.floor = floor;
  }

  /** Adds a way to get a token, by the name of its grant. */
  public void grant(String name, RouteTable.Endpoint endpoint) {
    grants.put(name, endpoint);
  }

  /** Adds the endpoints. */
  public void addTo(RouteTable table) {
    Sending sending = new Sending(floor);
    SignIn signIn = new SignIn(floor, sending);
    grant("password", signIn::byPassword);
    grant("refresh_token", signIn::byRefreshToken);
    grant("pkce", signIn::byCode);
    grant("web3", NotOffered.WEB3);
    table.add("POST", "/signup", new SignUp(floor, sending)::answer);
    table.add("POST", "/token", this::token);
    Codes codes = new Codes(floor, sending);
    table.add("POST", "/otp", codes::signIn);
    table.add("POST", "/magiclink", codes::signIn);
    table.add("POST", "/recover", codes::recovery);
    table.add("POST", "/resend", codes::again);
    table.add("GET", "/reauthenticate", codes::reauthentication);
    Verification verification = new Verification(floor, sending);
    table.add("GET", "/verify", verification::followed);
    table.add("POST", "/verify", verification::entered);
    OwnAccount own = new OwnAccount(floor, sending);
    table.add("GET", "/user", own::read);
    table.add("PUT", "/user", own::update);
    table.add("POST", "/logout", own::logout);
    table.add("DELETE", "/user/identities/{id}", new Identities(floor)::unlink);
    NotOffered.addTo(table);
    addAdmin(table, sending);
  }

  private void addAdmin(RouteTable table, Sending sending) {
    Admin admin = new Admin(floor);
    table.add("GET", "/admin/users", admin::list);
    table.add("POST", "/admin/users", admin::create);
    table.add("GET", "/admin/users/{id}", admin::read);
    table.add("PUT", "/admin/users/{id}", admin::update);
    table.add("DELETE", "/admin/users/{id}", admin::delete);
    table.add("GET", "/admin/users/{id}/sessions", admin::sessions);
    table.add("DELETE", "/admin/users/{id}/sessions", admin::endSessions);
    table.add("GET", "/admin/users/{id}/factors", admin::factors);
    table.add("DELETE", "/admin/users/{id}/factors/{factor}", admin::deleteFactor);
    table.add("GET", "/admin/audit", admin::audit);
    AdminLinks links = new AdminLinks(floor, sending);
    table.add("POST", "/admin/generate_link", links::generate);
    table.add("POST", "/invite", links::invite);
  }

  private Reply token(Call call) {
    RouteTable.Endpoint grant = grants.get(call.parameter("grant_type").orElse(""));
    if (grant == null) {
      throw AuthCode.VALIDATION_FAILED.because("unsupported_grant_type").raise();
    }
    return grant.answer(call);
  }
}
