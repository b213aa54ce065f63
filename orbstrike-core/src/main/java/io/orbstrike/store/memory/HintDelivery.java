package io.orbstrike.store.memory;

import io.orbstrike.store.StoreHints;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * The hints on their way to one listener. If too many wait, or the executor takes no more, they are dropped, and the
 * listener hears of a gap in their place.
 *
 * <p>Thread-safe.
 */
final class HintDelivery implements StoreHints.Subscription {

    /** How many hints wait for one listener. */
    static final int HINTS_MAX = 1_024;

    private static final Logger LOGGER = System.getLogger(HintDelivery.class.getName());

    private final StoreHints.Listener listener;
    private final Executor executor;
    private final Consumer<HintDelivery> onClose;
    private final Queue<StoreHints.Hint> waiting = new ArrayDeque<>();
    private boolean gap;
    private boolean scheduled;
    private boolean closed;

    HintDelivery(StoreHints.Listener listener, Executor executor, Consumer<HintDelivery> onClose) {
        this.listener = listener;
        this.executor = executor;
        this.onClose = onClose;
    }

    void offer(StoreHints.Hint hint) {
        synchronized (this) {
            if (waiting.size() < HINTS_MAX) {
                waiting.add(hint);
            } else {
                dropAll();
            }
        }
        schedule();
    }

    void offerGap() {
        synchronized (this) {
            dropAll();
        }
        schedule();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            waiting.clear();
        }
        onClose.accept(this);
    }

    /** What waits is told by the gap, too: whoever hears of it looks at everything. */
    private void dropAll() {
        waiting.clear();
        gap = true;
    }

    /** One task at a time, so the listener is called by one thread at a time. */
    private void schedule() {
        synchronized (this) {
            if (scheduled || closed) {
                return;
            }
            scheduled = true;
        }
        try {
            executor.execute(this::deliver);
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                dropAll();
                scheduled = false;
            }
        }
    }

    /** Delivers what waits by now; what comes meanwhile is for the next task, so that others have their turn. */
    private void deliver() {
        boolean tellGap;
        List<StoreHints.Hint> hints;
        synchronized (this) {
            tellGap = gap;
            gap = false;
            hints = new ArrayList<>(waiting);
            waiting.clear();
        }
        if (tellGap) {
            tell(StoreHints.Listener::onGap);
        }
        hints.forEach(hint -> tell(told -> told.onHint(hint)));
        boolean more;
        synchronized (this) {
            scheduled = false;
            more = gap || !waiting.isEmpty();
        }
        if (more) {
            schedule();
        }
    }

    private void tell(Consumer<StoreHints.Listener> hint) {
        if (isClosed()) {
            return;
        }
        try {
            hint.accept(listener);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "a listener failed at a hint, which is lost for it", e);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }
}
