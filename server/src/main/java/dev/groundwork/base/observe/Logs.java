package dev.groundwork.base.observe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.groundwork.base.problem.ProblemException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Optional;
import java.util.logging.LogManager;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Shows events as lines of text or JSON, together with what libraries log from warnings upwards.
 * Query strings, headers and bodies are never logged: they may hold tokens and personal data.
 */
public final class Logs implements Observer, AutoCloseable {
  private static final String OURS = "dev.groundwork";

  private final LogConfig config;
  private final LineWriter writer;
  private final Tally refusals = new Tally();

  private Logs(LogConfig config, OutputStream out) {
    this.config = config;
    this.writer = new LineWriter(out);
  }

  /** Begins to log, and takes over what libraries log by SLF4J or by the JDK's logging. */
  public static Logs start(LogConfig config, OutputStream out) {
    Logs logs = new Logs(config, out);
    LogManager.getLogManager().reset();
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.WARNING);
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      logs.takeOver(context);
    }
    return logs;
  }

  private void takeOver(LoggerContext context) {
    context.reset();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(config.level().shows(LogConfig.Level.WARN) ? Level.WARN : Level.ERROR);
    context.getLogger(OURS).setLevel(Level.DEBUG);
    Libraries appender = new Libraries();
    appender.setContext(context);
    appender.start();
    root.addAppender(appender);
  }

  @Override
  public void report(Event event) {
    switch (event) {
      case Event.RequestServed served -> request(served);
      case Event.RequestRefused _ -> refusals.count().ifPresent(this::refusals);
      case Event.Lifecycle step -> always("lifecycle", step.message());
      case Event.Progress progress ->
          message(LogConfig.Level.DEBUG, "progress", progress.message(), Optional.empty());
      case Event.Warning warning ->
          message(LogConfig.Level.WARN, "warning", warning.message(), warning.cause());
      case Event.RequestFailed failed -> failure(failed);
      case Event.SchemaLoaded loaded -> schema(loaded);
      case Event.SchemaLoadFailed failed ->
          message(
              LogConfig.Level.ERROR,
              "schema-failed",
              "the schema could not be loaded; the one before stays in use",
              Optional.of(failed.cause()));
      case Event.DatabaseReachable(boolean reachable, String message) when reachable ->
          always("database-up", message);
      case Event.DatabaseReachable down ->
          message(LogConfig.Level.ERROR, "database-down", down.message(), Optional.empty());
    }
  }

  private void request(Event.RequestServed served) {
    LogConfig.Level level = level(served.status());
    if (!config.level().shows(level)) {
      return;
    }
    writer.write(
        line(level, "request")
            .word("method", served.method())
            .word("path", served.path())
            .word("status", Integer.toString(served.status()))
            .number("us", served.took().toNanos() / 1000)
            .number("bytes", served.bytes())
            .text("role", served.role())
            .text("remote", served.remoteAddress())
            .text("id", served.requestId())
            .text("sql", config.statements() ? served.statement() : "")
            .end());
  }

  /** One line for many, or the log would be what there is too much of. */
  private void refusals(long count) {
    if (config.level().shows(LogConfig.Level.WARN)) {
      writer.write(
          line(LogConfig.Level.WARN, "refused")
              .word("message", "requests refused, for there is too much to do:")
              .number("count", count)
              .end());
    }
  }

  private static LogConfig.Level level(int status) {
    if (status >= 500) {
      return LogConfig.Level.ERROR;
    }
    return status >= 400 ? LogConfig.Level.WARN : LogConfig.Level.INFO;
  }

  private void failure(Event.RequestFailed failed) {
    if (config.level().shows(LogConfig.Level.ERROR)) {
      writer.write(
          line(LogConfig.Level.ERROR, "request-failed")
              .text("id", failed.requestId())
              .text("message", String.valueOf(failed.cause().getMessage()))
              .trace(isForeseen(failed.cause()) ? "" : trace(failed.cause()))
              .end());
    }
  }

  /** What has a code and a message of its own needs no stack trace to be understood. */
  private boolean isForeseen(Throwable cause) {
    return cause instanceof ProblemException && config.level() != LogConfig.Level.DEBUG;
  }

  private void schema(Event.SchemaLoaded loaded) {
    if (config.level().shows(LogConfig.Level.INFO)) {
      writer.write(
          line(LogConfig.Level.INFO, "schema-loaded")
              .word("message", "schema loaded:")
              .number("relations", loaded.relations())
              .number("relationships", loaded.relationships())
              .number("routines", loaded.routines())
              .number("ms", loaded.took().toMillis())
              .end());
    }
  }

  /** News that every level shows. */
  private void always(String event, String message) {
    writer.write(line(LogConfig.Level.INFO, event).word("message", message).end());
  }

  private void message(
      LogConfig.Level level, String event, String message, Optional<Throwable> cause) {
    if (config.level().shows(level)) {
      Line line = line(level, event).word("message", message);
      cause.ifPresent(thrown -> line.text("cause", thrown.toString()));
      if (config.level() == LogConfig.Level.DEBUG) {
        cause.ifPresent(thrown -> line.trace(trace(thrown)));
      }
      writer.write(line.end());
    }
  }

  private Line line(LogConfig.Level level, String event) {
    return new Line(config.format(), Instant.now(), level, event);
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  /** Writes what is left. */
  @Override
  public void close() {
    writer.close();
  }

  /** Takes what libraries log. */
  private final class Libraries extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      boolean error = event.getLevel().isGreaterOrEqual(Level.ERROR);
      LogConfig.Level level = error ? LogConfig.Level.ERROR : LogConfig.Level.WARN;
      Line line =
          line(level, "library")
              .word("message", event.getFormattedMessage())
              .text("logger", event.getLoggerName());
      if (event.getThrowableProxy() != null) {
        line.trace(ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
      writer.write(line.end());
    }
  }
}
