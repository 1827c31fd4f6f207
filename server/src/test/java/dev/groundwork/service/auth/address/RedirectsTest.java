package dev.groundwork.service.auth.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.base.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectsTest {
  private static final String SITE = "https://app.example.com";
  private static final Redirects REDIRECTS =
      new Redirects(
          SITE,
          List.of(
              "https://*.preview.example.com/**",
              "https://**.wide.example.com/**",
              "https://shop.example.com/auth/callback",
              "https://shop.example.com/a/*",
              "https://host*.example.net/**",
              "https://Mixed.Example.org/Case",
              "https://{one,two}.example.org/?",
              "myapp://callback",
              "com.example.app:/signed-in",
              "exp://**"));
  private static final Redirects LOCAL = new Redirects("http://localhost:3000", List.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.example.com",
        "https://app.example.com/",
        "https://app.example.com/any/path?code=1&next=%2Fa#part",
        "https://app.example.com:443/x",
        "HTTPS://APP.Example.COM/x",
        "https://a.preview.example.com/x/y?z=1",
        "https://a.preview.example.com/#/callback",
        "https://a.b.wide.example.com/x",
        "https://shop.example.com/auth/callback",
        "https://shop.example.com/auth/callback#fragment",
        "https://SHOP.example.com/auth/callback",
        "https://shop.example.com/a/b",
        "https://mixed.example.org/Case",
        "https://two.example.org/x",
        "myapp://callback",
        "com.example.app:/signed-in",
        "exp://tunnel.example.dev/--/x",
      })
  void theSiteAndTheListAreAllowed(String url) {
    assertThat(REDIRECTS.allows(url)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/relative",
        "//evil.example",
        "///evil.example",
        "http://app.example.com",
        "https://app.example.com:8443/",
        "https://app.example.com.evil.example/",
        "https://app.example.com@evil.example/",
        "https://app.example.com:443@evil.example/",
        "https://user@app.example.com/",
        "https://user:pass@app.example.com/",
        "https://evil.example\\@app.example.com/",
        "https://evil.example\\.app.example.com/",
        "https:\\\\evil.example",
        "https:/evil.example",
        "https:evil.example",
        "https:///evil.example",
        "https:////evil.example",
        "https://evil.example/https://app.example.com",
        "https://evil.example?https://app.example.com",
        "https://evil.example#https://app.example.com",
        "https://evil.example#.preview.example.com/",
        "https://evil.example?.preview.example.com/",
        "https://evil.example/.preview.example.com/",
        "https://evil.example/a.wide.example.com/x",
        "https://evil.example?a.wide.example.com/x",
        "https://evil@a.wide.example.com/x",
        "https://a.b.preview.example.com/x",
        "https://hostevil?.example.net/x",
        "https://host/x.example.net/",
        "https://app.example.com%2eevil.example/",
        "https://app.example.com%00.evil.example/",
        "https://app.example.com\u0000.evil.example/",
        "https://app.example.com\t/",
        " https://app.example.com/",
        "https://app.example.com/\r\nSet-Cookie: x=1",
        "https://app.example.com\u3002evil.example/",
        "https://app\uFF0Eexample\uFF0Ecom/",
        "https://app.example.com\uFF0Fevil/",
        "https://\u0430pp.example.com/",
      })
  void urlsThatHideTheirHostAreRefused(String url) {
    assertThat(REDIRECTS.allows(url)).isFalse();
    assertThat(REDIRECTS.choose(Optional.of(url), Optional.empty())).isEqualTo(SITE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0177.0.0.1/",
        "https://127.1/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://10.0.0.1/",
        "exp://192.168.1.5:8081",
        "exp://2130706433/x",
        "https://shop.example.com/auth/callback/",
        "https://shop.example.com/auth/callback?x=1",
        "https://shop.example.com/auth/CALLBACK",
        "https://shop.example.com/a/b/c",
        "https://shop.example.com/a/../secret",
        "https://shop.example.com/a/%2e%2E/secret",
        "https://a.preview.example.com/x/../../y",
        "https://app.example.com//evil.example/..",
        "https://mixed.example.org/case",
        "https://three.example.org/x",
        "https://one.example.org/xy",
        "javascript:alert(1)",
        "JavaScript://app.example.com/%0aalert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "myapp://callback/x",
        "myapp://callback@evil",
        "myapp:callback",
      })
  void nothingElseIsAllowed(String url) {
    assertThat(REDIRECTS.allows(url)).isFalse();
    assertThat(REDIRECTS.choose(Optional.of(url), Optional.empty())).isEqualTo(SITE);
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:5173/x, true",
    "http://127.0.0.1:5173/x, true",
    "http://[::1]:5173/x, true",
    "http://127.255.255.254/x, true",
    "https://localhost:3000/x, false",
    "http://127.0.0.256/x, false",
    "http://127.00.0.1/x, false",
    "http://127.0.0.1.evil.example/x, false",
    "http://localhost.evil.example:3000/x, false",
    "http://0.0.0.0:3000/x, false",
    "http://2130706433:3000/x, false",
  })
  void aLocalSiteAllowsThisMachine(String url, boolean allowed) {
    assertThat(LOCAL.allows(url)).isEqualTo(allowed);
  }

  @Test
  void whatIsAskedForComesBeforeTheReferer() {
    Optional<String> asked = Optional.of("https://app.example.com/a");
    Optional<String> referer = Optional.of("https://app.example.com/b");
    Optional<String> evil = Optional.of("https://evil.example/");
    assertThat(REDIRECTS.choose(asked, referer)).isEqualTo("https://app.example.com/a");
    assertThat(REDIRECTS.choose(evil, referer)).isEqualTo("https://app.example.com/b");
    assertThat(REDIRECTS.choose(evil, evil)).isEqualTo(SITE);
    assertThat(REDIRECTS.choose(Optional.empty(), Optional.empty())).isEqualTo(SITE);
  }

  @Test
  void twoStarsAtTheEndAllowEveryHost() {
    Redirects all = new Redirects(SITE, List.of("https://**"));
    assertThat(all.allows("https://any.example/x?y")).isTrue();
    assertThat(all.allows("http://any.example/")).isFalse();
    assertThat(all.allows("https://10.0.0.1/")).isFalse();
    Redirects every = new Redirects(SITE, List.of("**"));
    assertThat(every.allows("javascript:alert(1)")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "app.example.com", "https://", "https://user@app.example.com"})
  void aBrokenSiteUrlStopsTheStart(String site) {
    assertThatThrownBy(() -> new Redirects(site, List.of())).isInstanceOf(ProblemException.class);
  }

  @Test
  void aBrokenPatternStopsTheStart() {
    assertThatThrownBy(() -> new Redirects(SITE, List.of("https://{a,b.example.com")))
        .hasMessageContaining("https://{a,b.example.com");
  }
}
