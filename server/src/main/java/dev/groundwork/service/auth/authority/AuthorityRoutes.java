package dev.groundwork.service.auth.authority;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.Notes;
import dev.groundwork.base.http.RawRequest;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.http.Router;
import dev.groundwork.base.identity.SigningKeys;
import dev.groundwork.service.auth.account.Floor;
import dev.groundwork.service.auth.web.RouteTable;

/** The endpoints of the OAuth 2.1 server. */
public final class AuthorityRoutes {
  private final Floor floor;
  private final Authority authority;
  private final SigningKeys keys;
  private final Metadata metadata;

  public AuthorityRoutes(Floor floor, Authority authority, SigningKeys keys) {
    this.floor = floor;
    this.authority = authority;
    this.keys = keys;
    this.metadata = new Metadata(floor.config(), authority, keys);
  }

  /** Adds the endpoints; only what tokens are signed with where the server is off. */
  public void addTo(RouteTable table) {
    table.add("GET", "/.well-known/openid-configuration", metadata::reply);
    if (!authority.enabled()) {
      return;
    }
    table.add("GET", "/.well-known/oauth-authorization-server", metadata::reply);
    Authorizations authorizations = new Authorizations(floor, authority);
    table.add("GET", "/oauth/authorize", authorizations::authorize);
    table.add("GET", "/oauth/authorizations/{id}", authorizations::details);
    table.add("POST", "/oauth/authorizations/{id}/consent", authorizations::decide);
    TokenExchange exchange = new TokenExchange(floor, keys);
    table.add("POST", "/oauth/token", exchange::answer);
    table.add("GET", "/oauth/userinfo", exchange::userInfo);
    table.add("POST", "/oauth/userinfo", exchange::userInfo);
    Consents consents = new Consents(floor);
    table.add("GET", "/user/oauth/grants", consents::list);
    table.add("DELETE", "/user/oauth/grants", consents::revoke);
    addApplications(table);
  }

  private void addApplications(RouteTable table) {
    Applications applications = new Applications(floor);
    if (authority.registration()) {
      table.add("POST", "/oauth/clients/register", applications::register);
    }
    table.add("GET", "/admin/oauth/clients", applications::list);
    table.add("POST", "/admin/oauth/clients", applications::add);
    table.add("GET", "/admin/oauth/clients/{id}", applications::read);
    table.add("PUT", "/admin/oauth/clients/{id}", applications::update);
    table.add("DELETE", "/admin/oauth/clients/{id}", applications::delete);
    table.add("POST", "/admin/oauth/clients/{id}/regenerate_secret", applications::renewSecret);
  }

  /** The same metadata where RFC 8414 looks for that of an issuer with a path: at the root. */
  public void mountAtRoot(Router router) {
    if (authority.enabled()) {
      router.mount("/.well-known/oauth-authorization-server", this::rootMetadata);
      router.mount("/.well-known/openid-configuration", this::rootMetadata);
    }
  }

  private Reply rootMetadata(RawRequest request, Notes notes) {
    Headers headers =
        Headers.of("Content-Type", "application/json", "Cache-Control", "public, max-age=600");
    return new Reply(200, headers, metadata.json().toString().getBytes(UTF_8));
  }
}
