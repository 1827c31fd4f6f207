package dev.groundwork.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.groundwork.testing.HiringBoard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the hiring board is for, from beginning to end; each journey on a board of its own. */
class HiringJourneyTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private HiringBoard board;

  @BeforeEach
  void open() {
    board = HiringBoard.open();
  }

  @AfterEach
  void close() {
    board.close();
  }

  @Test
  void anOpeningGoesFromDraftToClosed() throws Exception {
    assertThat(seenByAnyone(13)).isEmpty();
    call("SAM", "publish_opening", "{\"opening_id\":13}");
    assertThat(seenByAnyone(13)).hasSize(1);
    call("CHEN", "apply_to_opening", "{\"opening_id\":13}");
    call("SAM", "close_opening", "{\"opening_id\":13}");
    assertThat(seenByAnyone(13)).isEmpty();
    assertThat(read("CHEN", "openings?select=status&id=eq.13").findValuesAsText("status"))
        .as("who applied still sees it")
        .containsExactly("closed");
    assertThat(read("ADA", "openings?select=status&id=eq.13")).isEmpty();
  }

  @Test
  void anApplicationGoesItsWayAndItsHistoryIsKept() throws Exception {
    int id = call("CHEN", "apply_to_opening", "{\"opening_id\":10}").path("id").asInt();
    String move =
        "{\"application_id\":%d,\"to_stage\":\"screening\",\"note\":\"good\"}".formatted(id);
    assertThat(call("KIM", "move_application", move).path("stage").asText()).isEqualTo("screening");
    assertThat(read("CHEN", "application_notes")).isEmpty();
    assertThat(read("KIM", "application_notes?select=body").findValuesAsText("body"))
        .containsExactly("good");
    call("CHEN", "withdraw_application", "{\"application_id\":%d}".formatted(id));
    assertThat(
            read("CHEN", "application_events?select=to_stage&order=id&application_id=eq." + id)
                .findValuesAsText("to_stage"))
        .containsExactly("applied", "screening", "withdrawn");
  }

  @Test
  void aNewcomerMakesAProfileAndApplies() throws Exception {
    String profile = "{\"full_name\":\"New Comer\",\"email\":\"new@example.com\"}";
    assertThat(board.askAs("NOBODY", "POST", "candidates", profile).status()).isEqualTo(201);
    call("NOBODY", "apply_to_opening", "{\"opening_id\":9}");
    assertThat(read("NOBODY", "applications?select=openings(companies(name))").toString())
        .isEqualTo("[{\"openings\":{\"companies\":{\"name\":\"Meta\"}}}]");
  }

  private JsonNode seenByAnyone(int opening) throws Exception {
    return read("ANYONE", "openings?select=id&id=eq." + opening);
  }

  private JsonNode call(String who, String function, String arguments) throws Exception {
    return body(board.askAs(who, "POST", "rpc/" + function, arguments));
  }

  private JsonNode read(String who, String target) throws Exception {
    return body(board.askAs(who, "GET", target, ""));
  }

  private static JsonNode body(HiringBoard.Answer answer) throws Exception {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }
}
