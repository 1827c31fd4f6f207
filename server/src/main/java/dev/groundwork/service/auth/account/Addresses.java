package dev.groundwork.service.auth.account;

import dev.groundwork.service.auth.address.EmailAddress;
import dev.groundwork.service.auth.address.PhoneNumber;
import dev.groundwork.service.auth.address.Redirects;
import dev.groundwork.service.auth.config.AuthConfig;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.web.Call;
import java.util.Optional;

/** What people are reached by, as it is stored; and where they may be sent. */
public final class Addresses {
  private final AuthConfig config;

  /** Made when it is first needed: without a setting the site is where the server listens. */
  private volatile Optional<Redirects> redirects = Optional.empty();

  /**
   * Addresses by the settings.
   *
   * @throws dev.groundwork.base.problem.ProblemException when a pattern of the settings is none
   */
  public Addresses(AuthConfig config) {
    this.config = config;
    new Redirects(config.siteUrl().orElse("http://localhost"), config.redirects());
  }

  /**
   * A mail address in lower case.
   *
   * @throws dev.groundwork.base.problem.ProblemException when it is none
   */
  public String email(String text) {
    return EmailAddress.of(text)
        .orElseThrow(() ->
            AuthCode.VALIDATION_FAILED
                .because("Unable to validate email address: invalid format")
                .raise())
        .address();
  }

  /**
   * A phone number in E.164 without the plus.
   *
   * @throws dev.groundwork.base.problem.ProblemException when it is none
   */
  public String phone(String text) {
    return PhoneNumber.of(text)
        .orElseThrow(() ->
            AuthCode.VALIDATION_FAILED
                .because("Invalid phone number format (E.164 required)")
                .raise())
        .digits();
  }

  /** Where a person lands: where they want to, when they may, and at the site otherwise. */
  public String landing(Optional<String> wanted) {
    return redirects().choose(wanted, Optional.empty());
  }

  /** As above, for what a call wants. */
  public String landing(Call call) {
    return redirects().choose(call.redirectTo(), call.headers().first("Referer"));
  }

  private Redirects redirects() {
    Optional<Redirects> known = redirects;
    if (known.isEmpty()) {
      known = Optional.of(new Redirects(config.site(), config.redirects()));
      redirects = known;
    }
    return known.get();
  }
}
