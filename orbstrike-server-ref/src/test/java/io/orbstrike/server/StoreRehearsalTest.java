package io.orbstrike.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.memory.InMemoryClusterStore;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a store is asked before a process serves. */
class StoreRehearsalTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final InMemoryClusterStore store = InMemoryClusterStore.create(Clock.systemUTC());
    private final Ending ending = new Ending();

    @Test
    void shouldMakeAllRoundsAndLeaveNothingBehind() {
        assertThat(StoreRehearsal.play(store, LONG, ending)).isEqualTo(60);
        assertThat(ending.await(store.attachments().sweep("", LONG)))
                .hasValueSatisfying(outcome -> assertThat(((AttachmentStore.SweepPage) outcome).tokens())
                        .isEmpty());
    }

    @Test
    void shouldEndWithTheFirstCallThatAStoreDoesNotTake() {
        store.close();
        assertThat(StoreRehearsal.play(store, LONG, ending)).isZero();
    }

    @Test
    void shouldEndWithItsProcess() {
        ending.begin();
        assertThat(StoreRehearsal.play(store, LONG, ending)).isZero();
    }

    @Test
    void shouldNotBeginWithoutTime() {
        assertThat(StoreRehearsal.play(store, Duration.ZERO, ending)).isZero();
    }
}
