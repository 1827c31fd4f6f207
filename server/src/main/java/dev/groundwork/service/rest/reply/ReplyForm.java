package dev.groundwork.service.rest.reply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.Reply;
import dev.groundwork.service.rest.parse.MediaType;
import dev.groundwork.service.rest.parse.Preferences;
import dev.groundwork.service.rest.parse.Preferences.Count;
import dev.groundwork.service.rest.parse.Preferences.Resolution;
import dev.groundwork.service.rest.parse.Request;
import dev.groundwork.service.rest.plan.Mutation;
import dev.groundwork.service.rest.plan.Plan;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The answer to a change or a call but for what the database gives. Together with that it makes the
 * answer, at once or later and without the schema of that day: it can be kept as text.
 *
 * @param representation whether the answer has the rows, or what the function gave
 * @param singular whether one row must have been given
 * @param most most rows that may be touched; negative for any number
 * @param counted whether the answer tells how many rows were touched
 * @param merges whether rows that were there may have been updated in the place of new ones
 * @param offset rows that the client has left out at the beginning
 * @param tagged whether the answer has a tag when it stands for one row
 * @param matched whether the row must have been there in a state that the client knows
 * @param path of the relation, for the place of a new row
 * @param key columns that a new row is found by
 * @param lines names and values of further headers, in turns
 */
record ReplyForm(
    Kind kind,
    boolean representation,
    boolean singular,
    long most,
    boolean counted,
    boolean merges,
    long offset,
    boolean tagged,
    boolean matched,
    String path,
    List<String> key,
    List<String> lines) {
  private static final long ANY = -1;
  private static final byte[] NOTHING = new byte[0];

  /** What a later version adds means nothing to this one. */
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  ReplyForm {
    key = List.copyOf(key);
    lines = List.copyOf(lines);
  }

  /** What was done. */
  enum Kind {
    INSERT,
    PUT,
    UPDATE,
    DELETE,
    CALL,
    /** A call of a function that gives nothing. */
    VOID_CALL,
    /** Several requests, answered by a document that is made here. */
    BATCH
  }

  static ReplyForm of(Plan.Write plan, Request request, Headers lines) {
    Preferences preferences = plan.preferences();
    Kind kind =
        switch (plan.mutation()) {
          case Mutation.Insert insert -> insert.put() ? Kind.PUT : Kind.INSERT;
          case Mutation.Update _, Mutation.Patch _ -> Kind.UPDATE;
          case Mutation.Delete _ -> Kind.DELETE;
          case Mutation.Nest nest -> nest.isChange() ? Kind.UPDATE : Kind.INSERT;
        };
    return new ReplyForm(
        kind,
        preferences.representation(),
        plan.media() instanceof MediaType.SingleObject,
        most(preferences, request),
        preferences.count().filter(count -> count != Count.PLANNED).isPresent(),
        mayMerge(plan.mutation())
            && preferences.resolution().equals(Optional.of(Resolution.MERGE_DUPLICATES)),
        0,
        plan.tagging().wanted() && kind != Kind.DELETE,
        plan.tagging().matched().isPresent(),
        "/" + encode(plan.relation().name()),
        location(plan.mutation()),
        flat(lines));
  }

  private static boolean mayMerge(Mutation mutation) {
    return switch (mutation) {
      case Mutation.Insert insert -> insert.conflict().isPresent();
      case Mutation.Nest nest -> nest.merges();
      case Mutation.Update _, Mutation.Patch _, Mutation.Delete _ -> false;
    };
  }

  private static List<String> location(Mutation mutation) {
    return switch (mutation) {
      case Mutation.Insert insert -> insert.location();
      case Mutation.Nest nest -> nest.location();
      case Mutation.Update _, Mutation.Patch _, Mutation.Delete _ -> List.of();
    };
  }

  static ReplyForm of(Plan.Call plan, Request request, Headers lines) {
    boolean gives = !plan.routine().returnsVoid();
    return new ReplyForm(
        gives ? Kind.CALL : Kind.VOID_CALL,
        plan.bodyWanted() && gives,
        plan.media() instanceof MediaType.SingleObject,
        most(plan.preferences(), request),
        true,
        false,
        request.window().offset(),
        false,
        false,
        "",
        List.of(),
        flat(lines));
  }

  static ReplyForm of(Reply batch) {
    return new ReplyForm(
        Kind.BATCH,
        true,
        false,
        ANY,
        false,
        false,
        0,
        false,
        false,
        "",
        List.of(),
        flat(batch.headers()));
  }

  private static long most(Preferences preferences, Request request) {
    return preferences.strict() ? request.maxAffected().orElse(ANY) : ANY;
  }

  private static List<String> flat(Headers lines) {
    List<String> flat = new ArrayList<>();
    for (Map.Entry<String, String> line : lines.lines()) {
      flat.add(line.getKey());
      flat.add(line.getValue());
    }
    return flat;
  }

  /** As text; {@link #read} reads it. */
  String text() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  static ReplyForm read(String text) {
    try {
      return JSON.readValue(text, ReplyForm.class);
    } catch (JsonProcessingException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /**
   * The answer with what the database gave.
   *
   * @throws dev.groundwork.base.problem.ProblemException with a {@link ReplyProblem} when that is
   *     not what was asked for; a change must then be undone
   */
  Reply with(Outcome outcome) {
    requireWhatWasAsked(outcome);
    return switch (kind) {
      case INSERT -> {
        int status = merges && outcome.inserted().orElse(0) <= 0 ? 200 : 201;
        yield reply(outcome, status, status, located(outcome));
      }
      case PUT -> reply(outcome, outcome.inserted().orElse(0) > 0 ? 201 : 200, 204, List.of());
      case UPDATE -> reply(outcome, 200, 204, ranged(0, outcome.page() - 1, counted(outcome)));
      case DELETE -> reply(outcome, 200, 204, ranged(1, 0, counted(outcome)));
      case CALL, VOID_CALL -> called(outcome);
      case BATCH -> reply(outcome, 200, 200, List.of());
    };
  }

  private void requireWhatWasAsked(Outcome outcome) {
    outcome
        .misfitProblem()
        .ifPresent(misfit -> {
          throw misfit.raise();
        });
    boolean anew = kind == Kind.PUT && outcome.inserted().orElse(0) > 0;
    if (matched && (outcome.page() == 0 || anew)) {
      throw new ReplyProblem.OtherState(Optional.empty()).raise();
    }
    if (kind == Kind.PUT) {
      if (outcome.page() != 1) {
        throw new ReplyProblem.OtherKey().raise();
      }
      return;
    }
    if (singular && outcome.page() != 1) {
      throw new ReplyProblem.NotSingular(outcome.page()).raise();
    }
    if (kind != Kind.INSERT && most >= 0 && outcome.page() > most) {
      throw new ReplyProblem.TooManyAffected(outcome.page()).raise();
    }
  }

  private OptionalLong counted(Outcome outcome) {
    return counted ? OptionalLong.of(outcome.page()) : OptionalLong.empty();
  }

  private List<Map.Entry<String, String>> located(Outcome outcome) {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    List<Optional<String>> values = outcome.key();
    List<String> filters = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i).map(v -> "eq." + v).orElse("is.null");
      filters.add(encode(key.get(i)) + "=" + encode(value));
    }
    if (!filters.isEmpty()) {
      headers.add(Map.entry("Location", path + "?" + String.join("&", filters)));
    }
    headers.addAll(ranged(1, 0, counted(outcome)));
    return headers;
  }

  private static List<Map.Entry<String, String>> ranged(long from, long to, OptionalLong total) {
    return List.of(Map.entry("Content-Range", new ContentRange(from, to, total).value()));
  }

  private Reply called(Outcome outcome) {
    ContentRange range = Replies.range(offset, outcome, outcome.total());
    int status = kind == Kind.VOID_CALL ? 204 : range.status();
    return reply(outcome, status, status, List.of(Map.entry("Content-Range", range.value())));
  }

  private Reply reply(
      Outcome outcome, int statusWith, int statusWithout, List<Map.Entry<String, String>> first) {
    List<Map.Entry<String, String>> headers = new ArrayList<>(first);
    for (int i = 0; i < lines.size(); i += 2) {
      headers.add(Map.entry(lines.get(i), lines.get(i + 1)));
    }
    byte[] body = representation ? outcome.body() : NOTHING;
    if (tagged && outcome.page() == 1 && outcome.version().isPresent()) {
      String tag = Tags.opaque(outcome.version().get(), body);
      headers.add(Map.entry("ETag", Tags.quoted(tag)));
    }
    return Replies.finish(outcome, representation ? statusWith : statusWithout, headers, body);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
