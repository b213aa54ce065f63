package io.orbstrike.orb;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.ByteWriter;
import org.junit.jupiter.api.Test;

class OrbRoundTest {

    /** 100 ticks of play, of which the circle shrinks in the last 40, and 20 ticks of scoreboard. */
    private static final OrbRules SHORT = OrbRules.builder()
            .tickIntervalMs(10)
            .roundMs(1_000)
            .shrinkMs(400)
            .scoreboardMs(200)
            .build();

    private final OrbTable table = new OrbTable(SHORT);

    @Test
    void shouldPlayShowTheScoresAndPlayAgain() {
        table.step();
        assertThat(table.view.phase()).isEqualTo(OrbPhase.PLAY);
        assertThat(table.view.phaseStartTick()).isEqualTo(1);
        assertThat(table.view.phaseEndTick()).isEqualTo(101);
        table.step(99);
        assertThat(table.view.phase()).isEqualTo(OrbPhase.PLAY);
        table.step();
        assertThat(table.view.phase()).isEqualTo(OrbPhase.SCOREBOARD);
        assertThat(table.view.phaseStartTick()).isEqualTo(101);
        assertThat(table.view.phaseEndTick()).isEqualTo(121);
        table.step(19);
        assertThat(table.view.phase()).isEqualTo(OrbPhase.SCOREBOARD);
        table.step();
        assertThat(table.view.phase()).isEqualTo(OrbPhase.PLAY);
        assertThat(table.view.phaseStartTick()).isEqualTo(121);
    }

    @Test
    void shouldLastThreeMinutesAndShrinkInTheLastByDefault() {
        OrbTable other = new OrbTable(OrbRules.DEFAULT);
        other.step(8_001);
        assertThat(other.view.radius()).isEqualTo(1000 * 1024);
        other.step();
        assertThat(other.view.radius()).isLessThan(1000 * 1024);
        other.step(12_000 - 8_002);
        assertThat(other.view.phase()).isEqualTo(OrbPhase.PLAY);
        other.step();
        assertThat(other.view.phase()).isEqualTo(OrbPhase.SCOREBOARD);
        assertThat(other.view.radius()).isEqualTo(250 * 1024);
        other.step(533);
        assertThat(other.view.phase()).isEqualTo(OrbPhase.SCOREBOARD);
        other.step();
        assertThat(other.view.phase()).isEqualTo(OrbPhase.PLAY);
    }

    @Test
    void shouldShrinkToAQuarterAsAnIntegerFunctionOfTime() {
        table.step(61);
        assertThat(table.view.radius()).isEqualTo(1_024_000);
        table.step();
        assertThat(table.view.radius()).isEqualTo(1_024_000 - 768_000 / 40);
        table.step(19);
        assertThat(table.view.radius()).isEqualTo(1_024_000 - 768_000 / 2);
        table.step(19);
        assertThat(table.view.radius()).isEqualTo(1_024_000 - 768_000 * 39 / 40);
        table.step();
        assertThat(table.view.radius()).isEqualTo(256_000);
    }

    @Test
    void shouldKillWhomTheShrinkingCircleLeavesOutside() {
        table.join(0).join(1).step().put(0, 0, 999).put(1, 0, 0).step(60);
        assertThat(table.view.isAlive(0)).isTrue();
        table.step();
        assertThat(table.view.death(0).cause()).isEqualTo(OrbDeathCause.EDGE);
        table.step(38);
        assertThat(table.view.isAlive(1)).isTrue();
    }

    @Test
    void shouldNeitherMoveNorKillInTheScoreboardPhase() {
        table.join(0).join(1).step().put(0, 0, 0).put(1, 10, 0).step(99);
        table.put(0, 0, 0).want(0, 1).put(1, 10, 0).wantRing(1, 0).step(5);
        assertThat(table.view.phase()).isEqualTo(OrbPhase.SCOREBOARD);
        assertThat(table.x(0)).isZero();
        assertThat(table.view.isAlive(0)).isTrue();
        assertThat(table.view.isRingUp(1)).isTrue();
        table.put(0, 900, 0).step();
        assertThat(table.view.isAlive(0)).isTrue();
    }

    @Test
    void shouldPlaceTheDeadInTheScoreboardPhaseWithinTheShrunkCircle() {
        OrbTable other = new OrbTable(OrbRules.builder()
                .tickIntervalMs(10)
                .roundMs(1_000)
                .scoreboardMs(1_000)
                .respawnMs(50)
                .build());
        other.join(0).step(99).put(0, 0, 999).step(6);
        assertThat(other.view.phase()).isEqualTo(OrbPhase.SCOREBOARD);
        assertThat(other.view.isAlive(0)).isTrue();
        assertThat(Math.hypot(other.x(0), other.y(0))).isLessThanOrEqualTo(225);
    }

    @Test
    void shouldStartARoundWithAllPlacedAnewAndScoresAtZero() {
        table.join(0).join(1).step().put(0, 0, 1001).step();
        assertThat(table.view.deaths(0)).isEqualTo(1);
        table.wantRing(1, 2).step(118);
        table.step();
        assertThat(table.view.phaseStartTick()).isEqualTo(121);
        for (int index = 0; index < 2; index++) {
            assertThat(table.view.isAlive(index)).isTrue();
            assertThat(table.view.deaths(index)).isZero();
            assertThat(table.view.kills(index)).isZero();
            assertThat(table.view.isProtected(index)).isTrue();
        }
        assertThat(table.view.isRingUp(1)).isTrue();
        assertThat(table.view.direction(1)).isEqualTo(2);
    }

    @Test
    void shouldNeedAKeyframeForANewRoundAndNoneForTheScoreboard() {
        table.join(0).step(101);
        assertThat(table.stepper.board().writeDelta(0, new ByteWriter())).isTrue();
        table.step(20);
        assertThat(table.view.phaseStartTick()).isEqualTo(121);
        assertThat(table.stepper.board().writeDelta(0, new ByteWriter())).isFalse();
        table.step();
        assertThat(table.stepper.board().writeDelta(0, new ByteWriter())).isTrue();
    }

    @Test
    void shouldRankByKillsThenFewestDeathsThenLowestPlayer() {
        table.join(0, 8).join(1, 5).join(2, 6).join(3, 7).step();
        OrbColumns columns = ((OrbBoard) table.stepper.board()).columns();
        int[] kills = {2, 3, 3, 2};
        int[] deaths = {4, 2, 1, 4};
        System.arraycopy(kills, 0, columns.kills, 0, 4);
        System.arraycopy(deaths, 0, columns.deaths, 0, 4);
        table.put(0, 0, 0);
        assertThat(table.view.standings()).containsExactly(2, 1, 3, 0);
    }

    @Test
    void shouldPlayForEverWithoutRounds() {
        OrbTable other = new OrbTable(
                OrbRules.builder().withoutRounds().tickIntervalMs(1_000).build());
        other.step(400);
        assertThat(other.view.phase()).isEqualTo(OrbPhase.PLAY);
        assertThat(other.view.phaseEndTick()).isZero();
        assertThat(other.view.radius()).isEqualTo(1000 * 1024);
    }

    @Test
    void shouldKeepTheRadiusWithoutShrinking() {
        OrbTable other = new OrbTable(OrbRules.builder()
                .tickIntervalMs(10)
                .roundMs(1_000)
                .scoreboardMs(200)
                .withoutShrinking()
                .build());
        other.step(100);
        assertThat(other.view.radius()).isEqualTo(1000 * 1024);
        other.step();
        assertThat(other.view.phase()).isEqualTo(OrbPhase.SCOREBOARD);
        assertThat(other.view.radius()).isEqualTo(1000 * 1024);
    }
}
