package dev.groundwork.service.rest.plan;

import dev.groundwork.base.schema.MediaHandler;
import dev.groundwork.base.schema.Name;
import dev.groundwork.base.schema.SchemaCache;
import dev.groundwork.service.rest.config.RestConfig;
import dev.groundwork.service.rest.parse.MediaType;
import dev.groundwork.service.rest.plan.Plan.BodyForm;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the media type of the answer among those that the client accepts, and the form of the
 * body.
 */
final class Negotiator {
  private static final String ANYTHING = "anyelement";

  private final SchemaCache schema;
  private final RestConfig config;

  Negotiator(SchemaCache schema, RestConfig config) {
    this.schema = schema;
    this.config = config;
  }

  /** A media type and the form that produces it. */
  record Choice(MediaType media, BodyForm form) {}

  /**
   * The first acceptable type that can be made.
   *
   * @param target the relation or function whose own handlers are considered
   * @param whole whether whole rows are selected; only then the target's own handlers fit
   */
  Choice choose(List<MediaType> accepts, Name target, boolean whole) {
    return accepts.stream()
        .flatMap(type -> offer(type, target, whole).stream())
        .findFirst()
        .orElseThrow(() ->
            new PlanProblem.UnknownMedia(accepts.stream().map(MediaType::mime).toList()).raise());
  }

  private Optional<Choice> offer(MediaType type, Name target, boolean whole) {
    return switch (type) {
      case MediaType.SingleObject(boolean stripped) ->
          Optional.of(new Choice(type, new BodyForm.SingleJson(stripped)));
      case MediaType.StrippedArray _ -> Optional.of(new Choice(type, new BodyForm.Json(true)));
      case MediaType.ExecutionPlan plan when config.plan() ->
          offer(plan.of(), target, whole).map(choice -> new Choice(plan, choice.form()));
      case MediaType.ExecutionPlan _ -> Optional.empty();
      case MediaType.Plain plain -> handled(plain, target, whole).or(() -> builtIn(plain));
    };
  }

  private static Optional<Choice> builtIn(MediaType.Plain type) {
    return switch (type.mime()) {
      case "*/*", "application/json" ->
          Optional.of(new Choice(MediaType.Plain.JSON, new BodyForm.Json(false)));
      case "text/csv" -> Optional.of(new Choice(type, new BodyForm.Csv()));
      case "application/x-ndjson" -> Optional.of(new Choice(type, new BodyForm.Lines()));
      case "application/geo+json" -> Optional.of(new Choice(type, new BodyForm.GeoJson()));
      default -> Optional.empty();
    };
  }

  private Optional<Choice> handled(MediaType.Plain type, Name target, boolean whole) {
    Optional<MediaHandler> own =
        whole
            ? find(target.name(), target.schema(), "*/*")
                .or(() -> find(target.name(), target.schema(), type.mime()))
            : Optional.empty();
    return own.or(() -> find(ANYTHING, "pg_catalog", type.mime())).map(Negotiator::choice);
  }

  private Optional<MediaHandler> find(String name, String schemaName, String mime) {
    return schema.mediaHandlers().stream()
        .filter(handler -> handler.mediaType().equals(mime))
        .filter(handler -> handler.target().equals(new Name(schemaName, name)))
        .findFirst();
  }

  private static Choice choice(MediaHandler handler) {
    MediaType media =
        handler.mediaType().equals("*/*")
            ? MediaType.Plain.BYTES
            : new MediaType.Plain(handler.mediaType());
    boolean any = handler.target().name().equals(ANYTHING);
    BodyForm form =
        switch (handler.kind()) {
          case ROUTINE -> new BodyForm.Value();
          case AGGREGATE ->
              new BodyForm.Custom(
                  handler.function(), any ? Optional.empty() : Optional.of(handler.target()));
        };
    return new Choice(media, form);
  }
}
