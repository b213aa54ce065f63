package io.orbstrike.server;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/**
 * Holds back what the cluster of a {@link Rehearsal} says: an operator would take it for his own.
 *
 * <p>Thread-safe. Set up by {@code logback.xml}.
 */
public final class RehearsalSilence extends Filter<ILoggingEvent> {

    /** Makes one, without settings. */
    public RehearsalSilence() {}

    @Override
    public FilterReply decide(ILoggingEvent event) {
        return event.getThreadName().equals(Rehearsal.THREAD) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
