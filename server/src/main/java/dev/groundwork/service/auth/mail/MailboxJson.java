package dev.groundwork.service.auth.mail;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.service.auth.mail.Mailbox.Kept;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Mails as Mailpit's API writes them, as far as programs that test sign-in read it.
 *
 * @see <a href="https://mailpit.axllent.org/docs/api-v1/">Mailpit's API</a>
 */
final class MailboxJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int SNIPPET = 250;

  private final String sender;

  MailboxJson(String sender) {
    this.sender = sender;
  }

  /**
   * A list of mails.
   *
   * @param found all that were asked for
   * @param total how many are kept
   */
  ObjectNode list(List<Kept> found, int total, int start, int limit) {
    int from = Math.min(start, found.size());
    List<Kept> page = found.subList(from, Math.min(found.size(), from + limit));
    ObjectNode list = JSON.objectNode();
    list.put("total", total).put("unread", total).put("count", page.size());
    list.put("messages_count", found.size()).put("messages_unread", found.size());
    list.put("start", from).putArray("tags");
    ArrayNode messages = list.putArray("messages");
    page.forEach(each -> messages.add(summary(each)));
    return list;
  }

  private ObjectNode summary(Kept kept) {
    String text = kept.mail().text().replaceAll("\\s+", " ").strip();
    ObjectNode summary = head(kept);
    summary.put("Read", false).put("Created", kept.created().toString());
    summary.put("Attachments", 0);
    summary.put("Snippet", text.substring(0, Math.min(SNIPPET, text.length())));
    return summary;
  }

  /** One mail, whole. */
  ObjectNode whole(Kept kept) {
    ObjectNode whole = head(kept);
    whole.put("Date", kept.created().toString()).put("ReturnPath", sender);
    whole.put("Text", kept.mail().text()).put("HTML", kept.mail().html());
    whole.putArray("Inline");
    whole.putArray("Attachments");
    return whole;
  }

  private ObjectNode head(Kept kept) {
    Mail mail = kept.mail();
    ObjectNode head = JSON.objectNode();
    head.put("ID", kept.id()).put("MessageID", kept.id() + "@mailbox");
    head.set("From", address(sender));
    head.putArray("To").add(address(mail.to()));
    for (String none : List.of("Cc", "Bcc", "ReplyTo", "Tags")) {
      head.putArray(none);
    }
    head.put("Subject", mail.subject());
    int size = mail.html().getBytes(StandardCharsets.UTF_8).length + mail.text().length();
    head.put("Size", size);
    return head;
  }

  private static ObjectNode address(String address) {
    return JSON.objectNode().put("Name", "").put("Address", address);
  }
}
