package dev.groundwork.service.auth.account;

import dev.groundwork.service.auth.config.AuthConfig;
import dev.groundwork.service.auth.limit.Limit;
import dev.groundwork.service.auth.limit.RateLimits;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.problem.AuthProblem;
import dev.groundwork.service.auth.web.Call;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Keeps people, and programs, from trying too often. */
public final class Guard {
  private static final Duration FEW_MINUTES = Duration.ofMinutes(5);
  private static final Duration HOUR = Duration.ofHours(1);

  /** How many clients may each guess as often as one may. */
  private static final int CLIENTS = 10;

  private final AuthConfig.Limits limits;
  private final RateLimits buckets;
  private final Captcha captcha;

  /** Tells people from programs. */
  @FunctionalInterface
  public interface Captcha {
    /** Whether the answer is right; an empty one, too, where none is asked for. */
    boolean isPassed(String answer, Optional<String> address);
  }

  public Guard(AuthConfig.Limits limits, RateLimits buckets, Captcha captcha) {
    this.limits = limits;
    this.buckets = buckets;
    this.captcha = captcha;
  }

  /** Before something that only people do. */
  public void human(Call call) {
    String answer = call.object("gotrue_meta_security").path("captcha_token").asText("");
    if (!captcha.isPassed(answer, call.client().address())) {
      throw AuthCode.CAPTCHA_FAILED
          .because("captcha protection: request disallowed (invalid-input-response)")
          .raise();
    }
  }

  /** Before a token is given. */
  public void token(Call call) {
    byClient("token", call, limits.tokens(), FEW_MINUTES);
  }

  /** Before a sign-up, a code, or a change. */
  public void code(Call call) {
    byClient("code", call, limits.codes(), FEW_MINUTES);
  }

  /** Before a code is looked at. */
  public void verification(Call call) {
    byClient("verify", call, limits.verifications(), FEW_MINUTES);
  }

  /** Before a device is asked to sign, and before its answer is looked at. */
  public void passkey(Call call) {
    byClient("passkey", call, limits.verifications(), FEW_MINUTES);
  }

  /** Before somebody comes in without a name. */
  void anonymous(Call call) {
    byClient("anonymous", call, limits.anonymous(), HOUR);
  }

  private void byClient(String name, Call call, long most, Duration time) {
    if (limits.ipHeader().isPresent()) {
      String client = call.client().address().orElse("");
      take(name, client, most, time, tooMany());
    }
  }

  /**
   * Before a code of one person is looked at: whoever tries, and from wherever, has so many tries.
   *
   * @param who the address that is tried
   */
  public void guess(String name, String who) {
    take("guess-" + name, whose(who), limits.guesses(), FEW_MINUTES, tooMany());
  }

  /**
   * Before a password of one person is looked at. A client has so many tries, so that it locks
   * nobody else out, and all clients together have a few times as many.
   *
   * @param who whose password it is
   */
  void password(String who, Call call) {
    check(buckets.take(byOne(), from(call, who)), tooMany());
    check(buckets.take(byAll(), whose(who)), tooMany());
  }

  /** After it was looked at: right ones do not count. */
  void passwordWasRight(String who, Call call) {
    buckets.giveBack(byOne(), from(call, who));
    buckets.giveBack(byAll(), whose(who));
  }

  private Limit byOne() {
    return limit("guess-password", limits.guesses(), FEW_MINUTES);
  }

  private Limit byAll() {
    return limit("guess-password-all", CLIENTS * limits.guesses(), FEW_MINUTES);
  }

  private static String from(Call call, String who) {
    return call.client().address().orElse("") + " " + whose(who);
  }

  private static String whose(String who) {
    return who.toLowerCase(Locale.ROOT);
  }

  /** Before a mail of a kind goes to an address, whether there is somebody or not. */
  public void mail(String kind, String address, Duration pause) {
    once("mail-" + kind, address, pause, AuthCode.OVER_EMAIL_SEND_RATE_LIMIT);
  }

  /** Before a mail is sent at all. */
  public void anyMail() {
    take(
        "mails",
        "",
        limits.emails(),
        HOUR,
        AuthCode.OVER_EMAIL_SEND_RATE_LIMIT.because("email rate limit exceeded"));
  }

  /** Before a message of a kind goes to a number. */
  public void message(String kind, String number, Duration pause) {
    once("sms-" + kind, number, pause, AuthCode.OVER_SMS_SEND_RATE_LIMIT);
  }

  /** Before a message is sent at all. */
  public void anyMessage() {
    take(
        "messages",
        "",
        limits.messages(),
        HOUR,
        AuthCode.OVER_SMS_SEND_RATE_LIMIT.because("SMS rate limit exceeded"));
  }

  private void once(String name, String address, Duration pause, AuthCode code) {
    if (pause.isZero()) {
      return;
    }
    Optional<Duration> wait = buckets.take(limit(name, 1, pause), address);
    if (wait.isPresent()) {
      long seconds = Math.max(1, wait.get().plusMillis(999).toSeconds());
      throw code.because(
              "For security purposes, you can only request this after " + seconds + " seconds.")
          .retryAfter(wait.get())
          .raise();
    }
  }

  private void take(String name, String key, long most, Duration time, AuthProblem problem) {
    check(buckets.take(limit(name, most, time), key), problem);
  }

  private static Limit limit(String name, long most, Duration time) {
    return new Limit(name, Math.toIntExact(most), time);
  }

  private static AuthProblem tooMany() {
    return AuthCode.OVER_REQUEST_RATE_LIMIT.because("Request rate limit reached");
  }

  private static void check(Optional<Duration> wait, AuthProblem problem) {
    if (wait.isPresent()) {
      throw problem.retryAfter(wait.get()).raise();
    }
  }
}
