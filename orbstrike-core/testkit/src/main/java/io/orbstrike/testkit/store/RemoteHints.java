package io.orbstrike.testkit.store;

import io.orbstrike.store.StoreHints;

/**
 * Hints that come, come late or do not come.
 *
 * <p>Thread-safe.
 */
record RemoteHints(StoreHints store, StoreTransport transport) implements StoreHints {

    @Override
    public void publish(Hint hint) {
        transport.send(StoreCall.PUBLISH_HINT, () -> store.publish(hint));
    }

    @Override
    public Subscription subscribe(Listener listener) {
        return store.subscribe(new Listener() {
            @Override
            public void onHint(Hint hint) {
                transport.send(StoreCall.HEAR_HINT, () -> listener.onHint(hint));
            }

            @Override
            public void onGap() {
                listener.onGap();
            }
        });
    }
}
