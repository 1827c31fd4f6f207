package dev.groundwork.service.auth.mfa;

import dev.groundwork.base.text.RandomText;
import dev.groundwork.service.auth.account.Floor;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.store.Change;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.store.Row;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.service.auth.web.Call;
import java.util.Optional;

/** A phone as second factor: a code is sent to it. */
final class PhoneCodes implements Proving {
  private final Floor floor;

  PhoneCodes(Floor floor) {
    this.floor = floor;
  }

  @Override
  public Setup enroll(Call call, User user, String factor) {
    String given =
        call.find("phone")
            .orElseThrow(() ->
                AuthCode.VALIDATION_FAILED
                    .because("Phone number required to enroll Phone factor")
                    .raise());
    String number = floor.addresses().phone(given);
    return new Setup(new Change().set("phone", number), Json.object().put("phone", number));
  }

  @Override
  public Question ask(Call call, User user, Row factor, String challenge) {
    String channel = call.find("channel").orElse("sms");
    if (!channel.equals("sms") && !channel.equals("whatsapp")) {
      throw AuthCode.VALIDATION_FAILED
          .because("Invalid channel, supported values are 'sms' or 'whatsapp'")
          .raise();
    }
    String number = factor.text("phone");
    Optional<String> pinned = Optional.ofNullable(floor.config().phone().pinned().get(number));
    if (pinned.isEmpty()) {
      floor.guard().message("mfa", number, floor.config().phone().pause());
      floor.guard().anyMessage();
    }
    String code = pinned.orElseGet(() -> RandomText.digits(floor.config().phone().length()));
    Runnable sending =
        pinned.isPresent() ? () -> {} : () -> floor.messages().message(user, number, code, channel);
    return new Question(
        new Change().set("otp_code", floor.sealing().proof(code, challenge)),
        Json.object(),
        sending);
  }

  @Override
  public Optional<Change> check(Call call, Row factor, Row challenge) {
    String proof = challenge.text("otp_code");
    boolean right = floor.sealing().isProof(proof, Asking.code(call), challenge.text("id"));
    return right ? Optional.of(new Change()) : Optional.empty();
  }

  @Override
  public String refusal() {
    return "Invalid MFA Phone code entered";
  }

  @Override
  public int tries() {
    return MfaRoutes.TRIES_OF_A_CODE;
  }
}
