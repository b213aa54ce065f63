package io.orbstrike.testkit.store;

import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.memory.InMemoryClusterStore;
import io.orbstrike.testkit.time.ManualClock;
import java.time.Duration;
import java.time.Instant;

class InMemoryBoardHandOverTest extends BoardHandOverContract {

    private final ManualClock clock = ManualClock.create();
    private final ClusterStore store = InMemoryClusterStore.create(clock);

    @Override
    protected ClusterStore store() {
        return store;
    }

    @Override
    protected Instant storeTime() {
        return clock.instant();
    }

    @Override
    protected boolean advanceStoreClock(Duration time) {
        clock.advance(time);
        return true;
    }
}
