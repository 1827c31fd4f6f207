package dev.groundwork.service.auth.webauthn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.service.auth.RoomDesk;
import dev.groundwork.service.auth.config.AuthConfig;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which domain and pages credentials are made for. */
class RelyingPartyTest {
  private static RelyingParty of(String site, Optional<String> domain, String... origins) {
    AuthConfig base = RoomDesk.settings();
    return RelyingParty.of(
        new AuthConfig(
            base.publicUrl(),
            Optional.of(site),
            base.redirects(),
            base.tenantHeader(),
            base.tokens(),
            base.access(),
            base.passwords(),
            base.email(),
            base.phone(),
            base.messageText(),
            base.changes(),
            base.sessions(),
            base.mfa(),
            new AuthConfig.Passkeys(true, domain, List.of(origins)),
            base.limits()));
  }

  private static RelyingParty site(String site) {
    return of(site, Optional.empty());
  }

  @Test
  void theSiteSaysBothWhenNothingElseIsSaid() {
    assertThat(site("https://App.example.com/start?x"))
        .isEqualTo(new RelyingParty("app.example.com", List.of("https://app.example.com")));
    assertThat(site("https://app.example.com:443").origins())
        .containsExactly("https://app.example.com");
    assertThat(site("https://app.example.com:8443").origins())
        .containsExactly("https://app.example.com:8443");
  }

  @Test
  void aDomainAndFurtherOriginsAreTakenFromTheSettings() {
    String android = "android:apk-key-hash:abc";
    Optional<String> domain = Optional.of("example.com");
    assertThat(of("https://a.example.com", domain, "https://b.example.com/", android))
        .isEqualTo(
            new RelyingParty(
                "example.com", List.of("https://a.example.com", "https://b.example.com", android)));
  }

  @Test
  void browsersKnowThisMachineAsLocalhost() {
    RelyingParty party = site("http://127.0.0.1:3000");
    assertThat(party.id()).isEqualTo("localhost");
    assertThat(party.origins()).contains("http://localhost:3000");
  }

  @Test
  void onTheMachineOfADeveloperAllPortsAreOne() {
    List<String> other = List.of("http://localhost:5173");
    for (String local : new String[] {"http://localhost:3000", "http://127.0.0.1:3000"}) {
      assertThat(site(local).named("localhost", other)).isPresent();
      assertThat(site(local).named("localhost", List.of("http://localhost.evil.org"))).isEmpty();
    }
    assertThat(site("https://app.example.com").named("localhost", List.of())).isEmpty();
    assertThat(site("https://app.example.com").named("app.example.com", other)).isEmpty();
  }

  @Test
  void aPageNamesItsOwnDomainOrThatOfAll() {
    RelyingParty party =
        of("https://a.example.com", Optional.of("example.com"), "https://b.example.com");
    List<String> page = List.of("https://b.example.com");
    assertThat(party.named("b.example.com", page))
        .contains(new RelyingParty("b.example.com", page));
    assertThat(party.named("example.com", List.of()).orElseThrow().origins()).hasSize(2);
    assertThat(party.named("com", page)).isEmpty();
    assertThat(party.named("evil.example.org", page)).isEmpty();
    assertThat(party.named("example.com", List.of("https://c.example.com"))).isEmpty();
    assertThat(party.named("example.com", List.of("https://b.example.com.evil.org"))).isEmpty();
  }
}
