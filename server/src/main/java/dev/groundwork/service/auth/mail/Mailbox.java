package dev.groundwork.service.auth.mail;

import dev.groundwork.base.text.RandomText;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Takes the place of a mail server in development: keeps the last 500 mails in memory. */
public final class Mailbox implements Mailer {
  private static final int MOST = 500;
  private static final int ID_BYTES = 11;

  private final Deque<Kept> mails = new ArrayDeque<>();
  private final Clock clock;

  /**
   * A mail that was kept.
   *
   * @param id of its own, fit for a URL
   */
  public record Kept(String id, Instant created, Mail mail) {}

  public Mailbox() {
    this(Clock.systemUTC());
  }

  Mailbox(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void send(Mail mail) {
    byte[] id = RandomText.bytes(ID_BYTES);
    Kept kept = new Kept(HexFormat.of().formatHex(id), clock.instant(), mail);
    synchronized (mails) {
      mails.addFirst(kept);
      if (mails.size() > MOST) {
        mails.removeLast();
      }
    }
  }

  /** All mails, the last one first. */
  public List<Kept> mails() {
    synchronized (mails) {
      return new ArrayList<>(mails);
    }
  }

  /** The mail with an id; that of {@code latest} is the last one. */
  public Optional<Kept> mail(String id) {
    Predicate<Kept> wanted = id.equals("latest") ? _ -> true : kept -> kept.id().equals(id);
    return mails().stream().filter(wanted).findFirst();
  }

  /** Removes the mails with these ids. */
  public void remove(Set<String> ids) {
    synchronized (mails) {
      mails.removeIf(kept -> ids.contains(kept.id()));
    }
  }

  /** Removes all mails. */
  public void clear() {
    synchronized (mails) {
      mails.clear();
    }
  }

  /** The mails stay. */
  @Override
  public void close() {}
}
