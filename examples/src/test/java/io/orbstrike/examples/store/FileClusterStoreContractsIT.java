package io.orbstrike.examples.store;

import static java.util.Objects.requireNonNull;

import io.orbstrike.store.ClusterStore;
import io.orbstrike.testkit.store.AttachmentStoreContract;
import io.orbstrike.testkit.store.BoardAssertionContract;
import io.orbstrike.testkit.store.BoardHandOverContract;
import io.orbstrike.testkit.store.BoardIndexContract;
import io.orbstrike.testkit.store.BoardStoreContract;
import io.orbstrike.testkit.store.ElectionStoreContract;
import io.orbstrike.testkit.store.LeaseStoreContract;
import io.orbstrike.testkit.store.QuotaStoreContract;
import io.orbstrike.testkit.store.RosterStoreContract;
import io.orbstrike.testkit.store.SnapshotStoreContract;
import io.orbstrike.testkit.store.StoreHintsContract;
import io.orbstrike.testkit.time.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The store of one's own passes every contract kit of stores, in a folder of its own for each test. */
class FileClusterStoreContractsIT {

    private final ManualClock clock = ManualClock.create();

    @TempDir
    private Path folder = Path.of("");

    private @Nullable FileClusterStore store;

    @BeforeEach
    void open() throws IOException {
        store = FileClusterStore.open(folder, clock);
    }

    @AfterEach
    void close() {
        FileClusterStore open = store;
        if (open != null) {
            open.close();
        }
    }

    @Nested
    class Boards extends BoardStoreContract {

        @Override
        protected ClusterStore store() {
            return requireNonNull(store);
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

    @Nested
    class Rosters extends RosterStoreContract {

        @Override
        protected ClusterStore store() {
            return requireNonNull(store);
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

    @Nested
    class Quotas extends QuotaStoreContract {

        @Override
        protected ClusterStore store() {
            return requireNonNull(store);
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

    @Nested
    class Leases extends LeaseStoreContract {

        @Override
        protected ClusterStore store() {
            return requireNonNull(store);
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

    @Nested
    class Election extends ElectionStoreContract {

        @Override
        protected ClusterStore store() {
            return requireNonNull(store);
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

    @Nested
    class Attachments extends AttachmentStoreContract {

        @Override
        protected ClusterStore store() {
            return requireNonNull(store);
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

    @Nested
    class Snapshots extends SnapshotStoreContract {

        @Override
        protected ClusterStore store() {
            return requireNonNull(store);
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

    @Nested
    class Assertions extends BoardAssertionContract {

        @Override
        protected ClusterStore store() {
            return requireNonNull(store);
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

    @Nested
    class HandOvers extends BoardHandOverContract {

        @Override
        protected ClusterStore store() {
            return requireNonNull(store);
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

    @Nested
    class Indexes extends BoardIndexContract {

        @Override
        protected ClusterStore store() {
            return requireNonNull(store);
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

    @Nested
    class Hints extends StoreHintsContract {

        @Override
        protected ClusterStore store() {
            return requireNonNull(store);
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
}
