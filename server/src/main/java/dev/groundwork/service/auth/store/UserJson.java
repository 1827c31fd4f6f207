package dev.groundwork.service.auth.store;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** People, identities and factors as clients see them. */
public final class UserJson {
  private static final List<String> TIMES_OF_ADDRESSES =
      List.of(
          "invited_at",
          "confirmation_sent_at",
          "confirmed_at",
          "recovery_sent_at",
          "email_change_sent_at",
          "phone_change_sent_at",
          "reauthentication_sent_at",
          "last_sign_in_at",
          "banned_until",
          "deleted_at");

  private UserJson() {}

  /** A person with all that belongs to them. */
  public static ObjectNode user(User user, List<Row> identities, List<Row> factors) {
    ObjectNode json = Json.object();
    json.put("id", user.id());
    json.put("aud", user.audience());
    json.put("role", user.role());
    json.put("email", user.email().orElse(""));
    time(json, user.row(), "email_confirmed_at");
    json.put("phone", user.phone().orElse(""));
    time(json, user.row(), "phone_confirmed_at");
    TIMES_OF_ADDRESSES.forEach(column -> time(json, user.row(), column));
    user.row().find("email_change").ifPresent(pending -> json.put("new_email", pending));
    user.row().find("phone_change").ifPresent(pending -> json.put("new_phone", pending));
    json.set("app_metadata", user.appMetadata());
    json.set("user_metadata", user.userMetadata());
    ArrayNode identityArray = json.putArray("identities");
    identities.forEach(identity -> identityArray.add(identity(identity)));
    if (!factors.isEmpty()) {
      ArrayNode factorArray = json.putArray("factors");
      factors.forEach(factor -> factorArray.add(factor(factor)));
    }
    time(json, user.row(), "created_at");
    time(json, user.row(), "updated_at");
    json.put("is_anonymous", user.isAnonymous());
    return json;
  }

  /** An identity. */
  public static ObjectNode identity(Row row) {
    ObjectNode json = Json.object();
    json.put("identity_id", row.text("id"));
    json.put("id", row.text("provider_id"));
    json.put("user_id", row.text("user_id"));
    json.set("identity_data", row.object("identity_data"));
    json.put("provider", row.text("provider"));
    time(json, row, "last_sign_in_at");
    time(json, row, "created_at");
    time(json, row, "updated_at");
    row.find("email").ifPresent(email -> json.put("email", email));
    return json;
  }

  /** A second factor; never its secret. */
  public static ObjectNode factor(Row row) {
    ObjectNode json = Json.object();
    json.put("id", row.text("id"));
    time(json, row, "created_at");
    time(json, row, "updated_at");
    json.put("status", row.text("status"));
    row.find("friendly_name").ifPresent(name -> json.put("friendly_name", name));
    json.put("factor_type", row.text("factor_type"));
    row.find("phone").ifPresent(phone -> json.put("phone", phone));
    time(json, row, "last_challenged_at");
    return json;
  }

  private static void time(ObjectNode json, Row row, String column) {
    row.time(column)
        .ifPresent(time -> json.put(column, time.truncatedTo(ChronoUnit.MICROS).toString()));
  }
}
