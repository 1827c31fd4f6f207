package dev.groundwork.bench.steady;

import dev.groundwork.bench.load.Call;
import dev.groundwork.bench.subject.Scenario;
import dev.groundwork.bench.subject.Scenarios;
import dev.groundwork.bench.subject.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What an application with good and bad clients sends, in a fixed order. */
final class MixedLoad {
  private static final int ROUNDS = 100;

  private MixedLoad() {}

  /** All calls; each round has every sort at least once, with other keys. */
  static List<Call> calls(Tokens tokens) {
    List<Call> reads = Scenarios.BY_KEY.calls(tokens);
    List<Call> lists = Scenarios.LIST.calls(tokens);
    List<Call> trees = Scenarios.EMBEDDED.calls(tokens);
    List<Call> owners = Scenarios.PRIVATE.calls(tokens);
    List<Call> updates = Scenarios.UPDATE.calls(tokens);
    Call insert = Scenarios.INSERT.calls(tokens).getFirst();
    List<Call> calls = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < 5; i++) {
        calls.add(reads.get(round * 5 + i));
        calls.add(lists.get(round * 5 + i));
        calls.add(trees.get(round * 5 + i));
        calls.add(owners.get(round * 5 + i));
      }
      calls.addAll(List.of(insert, updates.get(round), insert, updates.get(round + ROUNDS)));
      calls.addAll(List.of(lists.get(round).abandoned(), trees.get(round).abandoned()));
      calls.addAll(failing());
    }
    return calls;
  }

  private static List<Call> failing() {
    return List.of(
        rpc("/rpc/no_such_function", "{}", 404),
        rpc("/rpc/publish_opening", "{\"opening_id\":1}", 401),
        error("/openings?id=eq.none", 400),
        error("/openings?no_such_column=eq.1", 400),
        error("/no_such_table", 404),
        new Call("NONSENSE\r\n\r\n".getBytes(StandardCharsets.US_ASCII), 400));
  }

  private static Call rpc(String path, String arguments, int status) {
    return Scenario.write("an error", "POST", path, arguments, status, 1).call();
  }

  private static Call error(String path, int status) {
    return Call.of("GET", "/rest/v1" + path, Map.of("Host", "localhost"), new byte[0], status);
  }
}
