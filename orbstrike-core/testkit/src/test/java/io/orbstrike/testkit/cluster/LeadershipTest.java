package io.orbstrike.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.testkit.store.StoreCall;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who leads, when another one does, and how often is renewed and looked meanwhile. */
class LeadershipTest {

    private static final Duration TTL = Duration.ofSeconds(2);
    private static final Duration RENEWAL = TTL.dividedBy(4);
    private static final int TTLS = 5;

    private final ClusterRig rig = new ClusterRig();
    private final ClusterRig.Node gameserver = rig.startGameserver();
    private final ClusterRig.Node one = rig.startOrchestrator();
    private final ClusterRig.Node other = rig.startOrchestrator();

    @BeforeEach
    void settle() {
        rig.advance(Duration.ofSeconds(3));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldBeFollowedByAnotherWithinARenewalWhenItCloses() {
        ClusterRig.Node leader = leader();
        ClusterRig.Node next = another();
        long term = leader.orchestrator().term().orElseThrow();
        leader.orchestrator().close();
        rig.await("led by another", RENEWAL.plusMillis(50), () -> leads(next));
        assertThat(leads(leader)).isFalse();
        assertThat(next.orchestrator().term().orElseThrow()).isGreaterThan(term);
    }

    /** Its last renewal may be as old as an interval. */
    @Test
    void shouldBeFollowedByAnotherAfterATtlWhenItDies() {
        ClusterRig.Node leader = leader();
        ClusterRig.Node next = another();
        leader.crash();
        rig.advance(TTL.minus(RENEWAL).minusMillis(50));
        assertThat(leads(next)).isFalse();
        rig.await("led by another", RENEWAL.multipliedBy(2).plusMillis(100), () -> leads(next));
    }

    @Test
    @DisplayName("LEASE-4: shouldRenewFourTimesAndLookEightTimesInATtl")
    void shouldRenewFourTimesAndLookEightTimesInATtl() {
        ClusterRig.Node leader = leader();
        ClusterRig.Node next = another();
        int logins = gameserver.store().calls(StoreCall.LOGIN);
        int campaigns = leader.store().calls(StoreCall.CAMPAIGN);
        int looks = leader.store().calls(StoreCall.READ_LEASES);
        int looksForRoutes = next.store().calls(StoreCall.READ_LEASES);
        rig.advance(TTL.multipliedBy(TTLS));
        assertThat(gameserver.store().calls(StoreCall.LOGIN) - logins).isBetween(4 * TTLS - 1, 4 * TTLS + 1);
        assertThat(leader.store().calls(StoreCall.CAMPAIGN) - campaigns).isBetween(4 * TTLS - 1, 4 * TTLS + 1);
        assertThat(next.store().calls(StoreCall.READ_LEASES) - looksForRoutes).isBetween(8 * TTLS - 1, 8 * TTLS + 1);
        assertThat(leader.store().calls(StoreCall.READ_LEASES) - looks)
                .as("as leader, and for routes")
                .isBetween(16 * TTLS - 2, 16 * TTLS + 2);
    }

    private ClusterRig.Node leader() {
        return leads(one) ? one : other;
    }

    private ClusterRig.Node another() {
        return leads(one) ? other : one;
    }

    private static boolean leads(ClusterRig.Node node) {
        return node.orchestrator().term().isPresent();
    }
}
