package dev.groundwork.base.observe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.time.Instant;

/**
 * What libraries log until {@link Logs} takes over: only what is grave, as lines on standard error.
 * Logback finds this class by {@code META-INF/services}; to read a file of settings would cost each
 * start 470 more classes, an XML parser among them.
 */
public final class FirstLogs extends ContextAwareBase implements Configurator {
  @Override
  public ExecutionStatus configure(LoggerContext context) {
    Lines lines = new Lines();
    lines.setContext(context);
    lines.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.ERROR);
    root.addAppender(lines);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static final class Lines extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      System.err.println(
          Instant.ofEpochMilli(event.getTimeStamp())
              + " error "
              + event.getFormattedMessage()
              + " logger="
              + event.getLoggerName());
    }
  }
}
