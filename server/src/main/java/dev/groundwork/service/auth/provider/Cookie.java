package dev.groundwork.service.auth.provider;

import dev.groundwork.base.http.Reply;
import dev.groundwork.service.auth.store.Users;
import dev.groundwork.service.auth.web.Call;
import java.util.Optional;

/**
 * What a browser keeps while its person is at a provider, so that nobody else can finish the
 * sign-in in another browser, nor begin it for them.
 *
 * @param state names the flow
 */
record Cookie(String state) {
  private static final int SECONDS = 300;

  private String name() {
    return "gw-flow-" + state.substring(0, 8);
  }

  /** What the cookie of a call holds. */
  Optional<String> in(Call call) {
    if (!Users.isId(state)) {
      return Optional.empty();
    }
    String start = name() + "=";
    for (String line : call.headers().all("Cookie")) {
      for (String pair : line.split(";", -1)) {
        if (pair.strip().startsWith(start)) {
          return Optional.of(pair.strip().substring(start.length()));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Has the browser keep it.
   *
   * @param foreign whether the provider sends the person back by a form, with which browsers send
   *     only cookies that are meant for it
   */
  Reply set(Reply reply, String value, boolean secure, boolean foreign) {
    String site = foreign && secure ? "None" : "Lax";
    return reply.with("Set-Cookie", line(value, SECONDS, secure, site));
  }

  Reply removed(Reply reply, boolean secure) {
    return reply.with("Set-Cookie", line("", 0, secure, "Lax"));
  }

  private String line(String value, int seconds, boolean secure, String site) {
    return name()
        + "="
        + value
        + "; Path=/; Max-Age="
        + seconds
        + "; HttpOnly; SameSite="
        + site
        + (secure ? "; Secure" : "");
  }
}
