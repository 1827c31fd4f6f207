package dev.groundwork.service.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.service.auth.RoomDesk;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.testing.TestPostgres;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A few guesses are looked at, and then none. */
class GuessingTest {
  @RegisterExtension static final TestPostgres POSTGRES = TestPostgres.empty();

  private static final AtomicInteger PEOPLE = new AtomicInteger();
  private static final int TRIES = 2;
  private static RoomDesk desk;

  @BeforeAll
  static void open() {
    desk = RoomDesk.open(POSTGRES, RoomDesk.settings(TRIES));
  }

  @BeforeEach
  void here() {
    desk.from("203.0.113.7");
  }

  @AfterAll
  static void close() {
    desk.close();
  }

  private static String someone() {
    String email = "person%d@example.com".formatted(PEOPLE.incrementAndGet());
    desk.signUp(email);
    return email;
  }

  private static int guess(String email) {
    return desk.signIn(email, "not this one").status();
  }

  private static void guessAll(String email) {
    for (int i = 0; i < TRIES; i++) {
      assertThat(guess(email)).as("guess %d", i).isEqualTo(400);
    }
  }

  @Test
  void afterWrongPasswordsNotEvenTheRightOneIsLookedAt() {
    String email = someone();
    guessAll(email);
    assertThat(guess(email)).isEqualTo(429);
    assertThat(guess(email.toUpperCase(Locale.ROOT))).isEqualTo(429);
    assertThat(desk.signIn(email).code()).isEqualTo("over_request_rate_limit");
    assertThat(desk.signIn(someone()).status()).isEqualTo(200);
  }

  @Test
  void whoGuessesLocksNobodyElseOut() {
    String email = someone();
    guessAll(email);
    desk.from("203.0.113.8");
    assertThat(desk.signIn(email).status()).isEqualTo(200);
  }

  @Test
  void manyClientsTogetherDoNotGuessWithoutEnd() {
    String email = someone();
    for (int client = 0; client < 10; client++) {
      desk.from("203.0.113." + (100 + client));
      guessAll(email);
    }
    desk.from("203.0.113.200");
    assertThat(guess(email)).isEqualTo(429);
  }

  @Test
  void rightPasswordsDoNotCount() {
    String email = someone();
    for (int i = 0; i < 2 * TRIES; i++) {
      assertThat(desk.signIn(email).status()).isEqualTo(200);
    }
  }

  @Test
  void codesOfOnePersonAreTriedAFewTimesFromAnywhere() {
    String email = someone();
    ObjectNode body = Json.object().put("type", "email").put("email", email).put("token", "000000");
    for (int i = 0; i < TRIES; i++) {
      desk.from("203.0.113." + i);
      assertThat(desk.post("/verify", body).code()).isEqualTo("otp_expired");
    }
    assertThat(desk.post("/verify", body).code()).isEqualTo("over_request_rate_limit");
  }

  @Test
  void nobodyIsToldByTheLimitWhoIsKnown() {
    guessAll("nobody@example.com");
    assertThat(guess("nobody@example.com")).isEqualTo(429);
  }
}
