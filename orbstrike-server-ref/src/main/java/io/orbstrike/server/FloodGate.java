package io.orbstrike.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.spi.AppenderAttachableImpl;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets few warnings, and few errors, of each logger through in a while, and says at its end how many it held back. So what
 * strangers can cause as often as they like, such as broken connections, cannot fill a disk. Lesser levels, which somebody
 * asked for, pass.
 *
 * <p>Thread-safe. Set up by {@code logback.xml}.
 */
public final class FloodGate extends UnsynchronizedAppenderBase<ILoggingEvent>
        implements AppenderAttachable<ILoggingEvent> {

    /* A logger's first line of a level opens a window, whose end is scheduled; what comes in it is counted. The end takes
     * the window away, so the map holds only loggers of the last while. Errors have windows of their own: warnings that
     * strangers cause hide none.
     */

    private final AppenderAttachableImpl<ILoggingEvent> behind = new AppenderAttachableImpl<>();
    private final Map<Source, AtomicLong> lines = new ConcurrentHashMap<>();
    private int linesMax = 3;
    private int windowSeconds = 60;

    private record Source(String logger, Level level) {}

    /** Makes one with the defaults: three lines in a minute. */
    public FloodGate() {}

    /**
     * Sets how many lines pass for each logger in a window.
     *
     * @param count 1 and above
     */
    public void setLinesMax(int count) {
        linesMax = count;
    }

    /**
     * Sets how long a window lasts.
     *
     * @param seconds 1 and above
     */
    public void setWindowSeconds(int seconds) {
        windowSeconds = seconds;
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (!event.getLevel().isGreaterOrEqual(Level.WARN)) {
            behind.appendLoopOnAppenders(event);
            return;
        }
        Source source = new Source(event.getLoggerName(), event.getLevel());
        if (countIn(source) <= linesMax) {
            behind.appendLoopOnAppenders(event);
        }
    }

    /** Counts within the map's own step, so that no window ends between its look-up and the count. */
    private long countIn(Source source) {
        long[] count = {0};
        lines.compute(source, (key, present) -> {
            AtomicLong window = present == null ? open(key) : present;
            count[0] = window.incrementAndGet();
            return window;
        });
        return count[0];
    }

    private AtomicLong open(Source source) {
        ScheduledFuture<?> unused = getContext()
                .getScheduledExecutorService()
                .schedule(() -> close(source), windowSeconds, TimeUnit.SECONDS);
        return new AtomicLong();
    }

    private void close(Source source) {
        AtomicLong count = lines.remove(source);
        long heldBack = count == null ? 0 : count.get() - linesMax;
        if (heldBack > 0) {
            Logger logger = ((LoggerContext) getContext()).getLogger(source.logger());
            Object[] arguments = {heldBack};
            behind.appendLoopOnAppenders(new LoggingEvent(
                    FloodGate.class.getName(),
                    logger,
                    source.level(),
                    "{} more lines were held back",
                    null,
                    arguments));
        }
    }

    /** Says what was held back, and stops the appenders behind. May be called twice. */
    @Override
    public void stop() {
        super.stop();
        lines.keySet().forEach(this::close);
        behind.detachAndStopAllAppenders();
    }

    @Override
    public void addAppender(Appender<ILoggingEvent> appender) {
        behind.addAppender(appender);
    }

    @Override
    public Iterator<Appender<ILoggingEvent>> iteratorForAppenders() {
        return behind.iteratorForAppenders();
    }

    @Override
    public Appender<ILoggingEvent> getAppender(String name) {
        return behind.getAppender(name);
    }

    @Override
    public boolean isAttached(Appender<ILoggingEvent> appender) {
        return behind.isAttached(appender);
    }

    @Override
    public void detachAndStopAllAppenders() {
        behind.detachAndStopAllAppenders();
    }

    @Override
    public boolean detachAppender(Appender<ILoggingEvent> appender) {
        return behind.detachAppender(appender);
    }

    @Override
    public boolean detachAppender(String name) {
        return behind.detachAppender(name);
    }
}
