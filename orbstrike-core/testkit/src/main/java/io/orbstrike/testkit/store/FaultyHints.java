package io.orbstrike.testkit.store;

import io.orbstrike.store.StoreHints;

/**
 * Hints that come, come late or do not come.
 *
 * <p>Thread-safe.
 */
record FaultyHints(StoreHints store, StoreFaults faults) implements StoreHints {

    @Override
    public void publish(Hint hint) {
        faults.send(StoreCall.PUBLISH_HINT, () -> store.publish(hint));
    }

    @Override
    public Subscription subscribe(Listener listener) {
        return store.subscribe(new Listener() {
            @Override
            public void onHint(Hint hint) {
                faults.send(StoreCall.HEAR_HINT, () -> listener.onHint(hint));
            }

            @Override
            public void onGap() {
                listener.onGap();
            }
        });
    }
}
