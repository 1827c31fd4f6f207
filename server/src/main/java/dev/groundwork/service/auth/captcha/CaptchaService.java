package dev.groundwork.service.auth.captcha;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Services that show captchas. */
public enum CaptchaService {
  HCAPTCHA("https://api.hcaptcha.com/siteverify"),
  TURNSTILE("https://challenges.cloudflare.com/turnstile/v0/siteverify");

  private final URI address;

  CaptchaService(String address) {
    this.address = URI.create(address);
  }

  /** Where the service is asked, unless told otherwise. */
  public URI address() {
    return address;
  }

  /** The service that settings call so: {@code hcaptcha}, {@code turnstile}. */
  public static Optional<CaptchaService> of(String name) {
    return Arrays.stream(values())
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
  }
}
