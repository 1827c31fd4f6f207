package dev.groundwork.service.auth.extension;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.service.auth.account.Messages;
import dev.groundwork.service.auth.config.AuthConfig;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.service.auth.store.UserJson;
import java.util.List;

/** Mails and messages that a hook sends, where there is one; everything else goes the usual way. */
public final class HookMessages implements Messages {
  private final HookCalls calls;
  private final AuthConfig config;
  private final Messages otherwise;

  public HookMessages(HookCalls calls, AuthConfig config, Messages otherwise) {
    this.calls = calls;
    this.config = config;
    this.otherwise = otherwise;
  }

  @Override
  public void mail(Letter letter) {
    if (!calls.has(HookPoint.SEND_EMAIL)) {
      otherwise.mail(letter);
      return;
    }
    ObjectNode input = Json.object();
    input.set("user", UserJson.user(letter.user(), List.of(), List.of()));
    ObjectNode data = input.putObject("email_data");
    boolean toNew = letter.newEmail().filter(letter.to()::equals).isPresent();
    data.put(toNew ? "token_new" : "token", letter.token().code());
    data.put(toNew ? "token_hash_new" : "token_hash", letter.token().hash());
    data.put("redirect_to", letter.redirectTo());
    data.put("email_action_type", letter.kind().type());
    data.put("site_url", config.url());
    calls.call(HookPoint.SEND_EMAIL, input);
  }

  @Override
  public String message(User user, String phone, String code, String channel) {
    if (!calls.has(HookPoint.SEND_SMS)) {
      return otherwise.message(user, phone, code, channel);
    }
    ObjectNode input = Json.object();
    input.set("user", UserJson.user(user, List.of(), List.of()));
    ObjectNode sms = input.putObject("sms");
    sms.put("otp", code).put("phone", phone).put("channel", channel);
    sms.put("message", config.messageText().replace("{{ .Code }}", code));
    return calls
        .call(HookPoint.SEND_SMS, input)
        .map(answer -> answer.path("message_id").asText(""))
        .orElse("");
  }
}
