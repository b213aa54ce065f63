package io.orbstrike.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.OrbstrikeMetrics;
import io.orbstrike.testkit.store.StoreCall;
import io.orbstrike.testkit.store.StoreFault;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrbstrikeMetricsTest {

    private final GameserverRig rig = new GameserverRig();
    private final MeterRegistry registry = new SimpleMeterRegistry();

    OrbstrikeMetricsTest() {
        OrbstrikeMetrics.of(rig.gameserver()).bindTo(registry);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldCountHowCallsEnd() {
        BoardId board = rig.created().id();
        Lobby.Joined joined = rig.joined(board, rig.key());
        rig.answer(rig.leave(board, joined.player()));
        rig.answer(rig.join(rig.key().boardId(), rig.key()));
        rig.lobby().createBoard(rig.request(rig.key(), 0), GameserverRig.REMAINING);

        assertThat(count("orbstrike.lobby.creations", "done")).isOne();
        assertThat(count("orbstrike.lobby.creations", "invalid")).isOne();
        assertThat(count("orbstrike.lobby.joins", "done")).isOne();
        assertThat(count("orbstrike.lobby.joins", "gone")).isOne();
        assertThat(count("orbstrike.lobby.leaves", "done")).isOne();
        assertThat(registry.get("orbstrike.lobby.calls").gauge().value()).isZero();
        assertThat(registry.get("orbstrike.gameserver.boards").gauge().value()).isOne();
    }

    @Test
    void shouldCountWhatTheStoreLeavesUnknownAndWhatIsDoneAboutIt() {
        BoardId board = rig.created().id();
        rig.store().fail(StoreCall.JOIN_ROSTER, StoreFault.ANSWER_LOST);
        rig.answer(rig.join(board, rig.key()));
        rig.store().fail(StoreCall.JOIN_ROSTER, StoreFault.UNREACHED);
        rig.answer(rig.join(board, rig.key()));
        rig.advance(Duration.ofSeconds(32));

        assertThat(registry.get("orbstrike.store.unknown")
                        .tag("call", "join")
                        .functionCounter()
                        .count())
                .isOne();
        assertThat(registry.get("orbstrike.store.unapplied")
                        .tag("call", "join")
                        .functionCounter()
                        .count())
                .isOne();
        assertThat(registry.get("orbstrike.unacknowledged.ended")
                        .functionCounter()
                        .count())
                .isOne();
        assertThat(registry.get("orbstrike.roster.repairs").functionCounter().count())
                .isPositive();
        assertThat(count("orbstrike.lobby.joins", "unavailable")).isEqualTo(2);
    }

    @Test
    void shouldReadTheHostsFigures() {
        BoardId board = rig.created().id();
        rig.joined(board, rig.key());
        rig.advance(Duration.ofSeconds(1));

        assertThat(registry.get("orbstrike.ticks").functionCounter().count()).isGreaterThan(49);
        assertThat(registry.get("orbstrike.players").gauge().value()).isOne();
        assertThat(registry.get("orbstrike.boards")
                        .tag("state", "running")
                        .gauge()
                        .value())
                .isOne();
        assertThat(registry.get("orbstrike.tick.duration").functionTimer().count())
                .isGreaterThan(49);
        assertThat(registry.get("orbstrike.tick.lateness.percentile")
                        .tag("phi", "0.99")
                        .timeGauge()
                        .value())
                .isNotNegative();
    }

    @Test
    void shouldNameNothingThatTellsBoardsPlayersOrAddresses() {
        rig.joined(rig.created().id(), rig.key());
        Set<String> tags = Set.of("result", "call", "state", "phi");
        assertThat(registry.getMeters()).hasSizeGreaterThan(30).allSatisfy(meter -> {
            Meter.Id id = meter.getId();
            assertThat(id.getName()).matches("orbstrike(\\.[a-z0-9]+)+");
            assertThat(id.getDescription()).isNotBlank();
            assertThat(id.getTags())
                    .extracting(Tag::getKey)
                    .allSatisfy(key -> assertThat(tags).contains(key));
        });
    }

    private double count(String name, String result) {
        return registry.get(name).tag("result", result).functionCounter().count();
    }
}
