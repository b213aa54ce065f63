package io.orbstrike.store.memory;

import static java.util.Objects.requireNonNull;

import io.orbstrike.store.StoreHints;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/**
 * Hints of the in-memory store, delivered on its executor.
 *
 * <p>Thread-safe.
 */
final class MemoryHints implements StoreHints {

    private final Executor executor;
    private final int listenersMax;
    private final List<HintDelivery> deliveries = new CopyOnWriteArrayList<>();
    private boolean closed;

    MemoryHints(Executor executor, int listenersMax) {
        this.executor = executor;
        this.listenersMax = listenersMax;
    }

    @Override
    public void publish(Hint hint) {
        requireNonNull(hint, "hint");
        deliveries.forEach(delivery -> delivery.offer(hint));
    }

    @Override
    public Subscription subscribe(Listener listener) {
        HintDelivery delivery = new HintDelivery(requireNonNull(listener, "listener"), executor, deliveries::remove);
        add(delivery);
        delivery.offerGap();
        return delivery;
    }

    private synchronized void add(HintDelivery delivery) {
        if (closed) {
            delivery.close();
        } else if (deliveries.size() >= listenersMax) {
            throw new IllegalStateException(
                    "listeners " + deliveries.size() + ": must be at most " + listenersMax + ", close some");
        } else {
            deliveries.add(delivery);
        }
    }

    /** Nobody hears anything any more. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        deliveries.forEach(HintDelivery::close);
    }
}
