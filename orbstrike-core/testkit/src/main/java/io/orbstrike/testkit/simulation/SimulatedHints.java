package io.orbstrike.testkit.simulation;

import io.orbstrike.store.StoreHints;
import java.util.ArrayList;
import java.util.List;

/**
 * The store's hints: each listener hears them after a while, or not at all, and hears of a gap when he could hear nothing
 * for a time.
 *
 * <p>Confined to the simulation's thread.
 */
final class SimulatedHints {

    private final EventQueue queue;
    private final Weather weather;
    private final List<Subscriber> subscribers = new ArrayList<>();

    private record Subscriber(SimulatedNode node, StoreHints.Listener listener) {}

    SimulatedHints(EventQueue queue, Weather weather) {
        this.queue = queue;
        this.weather = weather;
    }

    /** The hints as a process has them. */
    StoreHints of(SimulatedNode node) {
        return new StoreHints() {
            @Override
            public void publish(Hint hint) {
                subscribers.removeIf(subscriber -> subscriber.node.isCrashed());
                subscribers.forEach(subscriber -> tell(subscriber, () -> subscriber.listener.onHint(hint)));
            }

            @Override
            public Subscription subscribe(Listener listener) {
                Subscriber subscriber = new Subscriber(node, listener);
                subscribers.add(subscriber);
                tell(subscriber, listener::onGap);
                return () -> subscribers.remove(subscriber);
            }
        };
    }

    /** The connections were lost: whoever listens may have missed something. */
    void interrupt() {
        subscribers.forEach(subscriber -> tell(subscriber, subscriber.listener::onGap));
    }

    private void tell(Subscriber subscriber, Runnable news) {
        if (!weather.loses() && !subscriber.node.isCutFromStore()) {
            queue.after(weather.delayNs(), subscriber.node, news);
        }
    }
}
