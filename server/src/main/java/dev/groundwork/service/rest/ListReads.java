package dev.groundwork.service.rest;

import dev.groundwork.base.http.Reply;
import dev.groundwork.base.identity.Caller;
import dev.groundwork.base.pg.Database;
import dev.groundwork.base.pg.RowStream;
import dev.groundwork.base.pg.Rows;
import dev.groundwork.base.schema.TextTypes;
import dev.groundwork.base.sql.Script;
import dev.groundwork.service.rest.parse.Request;
import dev.groundwork.service.rest.plan.Plan;
import dev.groundwork.service.rest.plan.Plan.BodyForm;
import dev.groundwork.service.rest.query.Binder;
import dev.groundwork.service.rest.query.Binder.Context;
import dev.groundwork.service.rest.query.QueryWriter;
import dev.groundwork.service.rest.query.Template;
import dev.groundwork.service.rest.reply.ListBody;
import dev.groundwork.service.rest.reply.ListFormat;
import dev.groundwork.service.rest.reply.Replies;
import dev.groundwork.service.rest.reply.UncoveredValue;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads lists: rows come as they are and become the body on their way. A list of few rows is one
 * round trip, as all requests are; one of more is sent while PostgreSQL makes it.
 */
final class ListReads {
  /** Rows of an answer that is held whole. */
  static final int WHOLE = 1_000;

  private final Database database;
  private final Binder binder;

  ListReads(Database database, Binder binder) {
    this.database = database;
    this.binder = binder;
  }

  /**
   * One request.
   *
   * @param made types that somebody has made
   */
  record Asked(
      Request request,
      Caller caller,
      Context context,
      boolean profiled,
      TextTypes made,
      Timings timings) {}

  Reply read(ListShape shape, Asked asked) {
    // PostgreSQL can write any row as JSON: what one try learns, the second goes by
    return new Try(shape, asked)
        .reply()
        .or(() -> new Try(shape, asked).reply())
        .orElseThrow(() -> new IllegalStateException("rows of JSON cannot be written as a list"));
  }

  /** A try to answer; it fails where PostgreSQL has to write the JSON, and leaves that known. */
  private final class Try {
    private final ListShape shape;
    private final Plan.Read plan;
    private final Asked asked;
    private final Template template;

    Try(ListShape shape, Asked asked) {
      this.shape = shape;
      this.plan = shape.plan();
      this.asked = asked;
      this.template = shape.template();
    }

    Optional<Reply> reply() {
      return shape.large() ? large() : whole();
    }

    private Optional<Reply> whole() {
      Script script = script(template);
      List<Rows> results = during("transaction", () -> database.run(script, WHOLE + 1));
      if (main(results).size() > WHOLE) {
        shape.large(true);
        return large();
      }
      return during("response", () -> replyOf(main(results), results.getLast()));
    }

    private Optional<Reply> large() {
      return plan.body() instanceof BodyForm.SingleJson ? Optional.of(single()) : streamed();
    }

    /** One object was asked for, and there are many: how many is what the client is told. */
    private Reply single() {
      Script script = script(QueryWriter.oneRow(plan));
      List<Rows> results = during("transaction", () -> database.run(script));
      return Replies.of(plan, asked.request(), List.of(results.getLast()), asked.profiled());
    }

    private Optional<Reply> streamed() {
      Script script = script(template);
      RowStream stream = during("transaction", () -> database.stream(script));
      boolean handedOver = false;
      try {
        Rows rows = gathered(stream);
        Rows trailer = stream.first().getLast();
        boolean large = rows.size() > WHOLE;
        shape.large(large);
        Optional<Reply> reply =
            large
                ? formatted(rows, format -> beginning(format.body(), rows, trailer, stream))
                : replyOf(rows, trailer);
        handedOver = large && reply.isPresent();
        return reply;
      } finally {
        if (!handedOver) {
          stream.close();
        }
      }
    }

    private Optional<Reply> replyOf(Rows rows, Rows trailer) {
      return formatted(
          rows,
          format -> Replies.list(plan, asked.request(), format, rows, trailer, asked.profiled()));
    }

    private Reply beginning(ListBody body, Rows rows, Rows trailer, RowStream stream) {
      byte[] bytes = body.next(rows);
      return Replies.beginning(plan, asked.request(), bytes, trailer, asked.profiled())
          .followedBy(new RestOfList(stream, body));
    }

    private Optional<Reply> formatted(Rows rows, Function<ListFormat, Reply> use) {
      try {
        Optional<Reply> reply = shape.format(template, rows.columns(), asked.made()).map(use);
        if (reply.isPresent()) {
          return reply;
        }
      } catch (UncoveredValue found) {
        // as for a type that is not covered
      }
      shape.leaveJsonToDatabase();
      return Optional.empty();
    }

    private Script script(Template used) {
      return binder.bind(plan, used, asked.request(), asked.caller(), asked.context());
    }

    private <T> T during(String stage, Supplier<T> work) {
      return asked.timings().during(stage, work);
    }
  }

  /** All rows, or as many as show that there are more than are held whole. */
  private static Rows gathered(RowStream stream) {
    Rows rows = main(stream.first());
    Optional<Rows> more = stream.next();
    while (more.isPresent()) {
      rows = rows.and(more.get());
      more = rows.size() > WHOLE ? Optional.empty() : stream.next();
    }
    return rows;
  }

  /** The trailer comes last. */
  private static Rows main(List<Rows> results) {
    return results.get(results.size() - 2);
  }
}
