package io.orbstrike.redis;

import io.orbstrike.store.StoreHints;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What a store's listener hears. */
final class HeardHints implements StoreHints.Listener {

    private final Queue<StoreHints.Hint> heard = new ConcurrentLinkedQueue<>();

    private HeardHints() {}

    /** The hints that a store tells from now on, in their order; it may go on growing. */
    static Queue<StoreHints.Hint> of(RedisClusterStore store) {
        HeardHints listener = new HeardHints();
        StoreHints.Subscription unused = store.hints().subscribe(listener);
        return listener.heard;
    }

    @Override
    public void onHint(StoreHints.Hint hint) {
        heard.add(hint);
    }

    @Override
    public void onGap() {
        // What was missed is not looked for.
    }
}
