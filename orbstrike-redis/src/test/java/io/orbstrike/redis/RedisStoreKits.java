package io.orbstrike.redis;

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
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Nested;

/** All contract kits of stores, on one set of servers. */
abstract class RedisStoreKits {

    private Duration advanced = Duration.ZERO;

    abstract SharedRedis redis();

    private Instant time() {
        return redis().storeTime().plus(advanced);
    }

    private boolean isAdvanced(Duration time) {
        redis().advance(time);
        advanced = advanced.plus(time);
        return true;
    }

    @Nested
    class Boards extends BoardStoreContract {

        @Override
        protected ClusterStore store() {
            return redis().store();
        }

        @Override
        protected Instant storeTime() {
            return time();
        }

        @Override
        protected boolean advanceStoreClock(Duration time) {
            return isAdvanced(time);
        }
    }

    @Nested
    class Rosters extends RosterStoreContract {

        @Override
        protected ClusterStore store() {
            return redis().store();
        }

        @Override
        protected Instant storeTime() {
            return time();
        }

        @Override
        protected boolean advanceStoreClock(Duration time) {
            return isAdvanced(time);
        }
    }

    @Nested
    class Quotas extends QuotaStoreContract {

        @Override
        protected ClusterStore store() {
            return redis().store();
        }

        @Override
        protected Instant storeTime() {
            return time();
        }
    }

    @Nested
    class Leases extends LeaseStoreContract {

        @Override
        protected ClusterStore store() {
            return redis().store();
        }

        @Override
        protected Instant storeTime() {
            return time();
        }

        @Override
        protected boolean advanceStoreClock(Duration time) {
            return isAdvanced(time);
        }
    }

    @Nested
    class Election extends ElectionStoreContract {

        @Override
        protected ClusterStore store() {
            return redis().store();
        }

        @Override
        protected Instant storeTime() {
            return time();
        }

        @Override
        protected boolean advanceStoreClock(Duration time) {
            return isAdvanced(time);
        }
    }

    @Nested
    class Attachments extends AttachmentStoreContract {

        @Override
        protected ClusterStore store() {
            return redis().store();
        }

        @Override
        protected Instant storeTime() {
            return time();
        }

        @Override
        protected boolean advanceStoreClock(Duration time) {
            return isAdvanced(time);
        }
    }

    @Nested
    class Indexes extends BoardIndexContract {

        @Override
        protected ClusterStore store() {
            return redis().store();
        }

        @Override
        protected Instant storeTime() {
            return time();
        }

        @Override
        protected boolean advanceStoreClock(Duration time) {
            return isAdvanced(time);
        }
    }

    @Nested
    class Snapshots extends SnapshotStoreContract {

        @Override
        protected ClusterStore store() {
            return redis().store();
        }

        @Override
        protected Instant storeTime() {
            return time();
        }

        @Override
        protected boolean advanceStoreClock(Duration time) {
            return isAdvanced(time);
        }
    }

    @Nested
    class Assertions extends BoardAssertionContract {

        @Override
        protected ClusterStore store() {
            return redis().store();
        }

        @Override
        protected Instant storeTime() {
            return time();
        }

        @Override
        protected boolean advanceStoreClock(Duration time) {
            return isAdvanced(time);
        }
    }

    @Nested
    class HandOvers extends BoardHandOverContract {

        @Override
        protected ClusterStore store() {
            return redis().store();
        }

        @Override
        protected Instant storeTime() {
            return time();
        }

        @Override
        protected boolean advanceStoreClock(Duration time) {
            return isAdvanced(time);
        }
    }

    @Nested
    class Hints extends StoreHintsContract {

        @Override
        protected ClusterStore store() {
            return redis().store();
        }

        @Override
        protected Instant storeTime() {
            return time();
        }
    }
}
