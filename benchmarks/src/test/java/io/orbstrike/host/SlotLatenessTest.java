package io.orbstrike.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.orb.OrbType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlotLatenessTest {

    private static final long INTERVAL_NS = 15_000_000;

    private final AtomicLong nowNs = new AtomicLong();
    private final List<Long> seen = new ArrayList<>();
    private final SlotLateness lateness = new SlotLateness(nowNs::get, 1, seen::add);
    private final BoardHost host =
            BoardHost.builder().threads(1).clock(nowNs::get).recorder(lateness).build();
    private long slotNs;

    @BeforeEach
    void startABoard() {
        var created = host.create(new BoardId(0, 0), new OrbType(), OrbRules.DEFAULT, BoardSettings.of(1));
        work();
        HostedBoard<?, ?> board = created.toCompletableFuture().join();
        lateness.add(board);
        slotNs = board.ticking().schedule().nextSlotNs();
    }

    @Test
    void shouldTellHowLateAStepIs() {
        lateness.start();
        workAt(slotNs);
        workAt(slotNs + INTERVAL_NS + 7);
        assertThat(seen).containsExactly(0L, 7L);
    }

    @Test
    void shouldCountFromTheOldestSlotThatWasDropped() {
        lateness.start();
        workAt(slotNs);
        workAt(slotNs + 4 * INTERVAL_NS + 7);
        workAt(slotNs + 5 * INTERVAL_NS + 1);
        assertThat(seen).containsExactly(0L, 3 * INTERVAL_NS + 7, 1L);
    }

    @Test
    void shouldTellNothingBeforeTheStartAndAfterTheStop() {
        workAt(slotNs + 3 * INTERVAL_NS + 7);
        lateness.start();
        workAt(slotNs + 4 * INTERVAL_NS + 2);
        lateness.stop();
        workAt(slotNs + 5 * INTERVAL_NS + 3);
        assertThat(seen).containsExactly(2L);
    }

    private void workAt(long ns) {
        nowNs.set(ns);
        work();
    }

    private void work() {
        host.tickLoops().get(0).doWork(nowNs.get());
    }
}
