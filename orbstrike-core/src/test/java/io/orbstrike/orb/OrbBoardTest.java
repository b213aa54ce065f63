package io.orbstrike.orb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.orbstrike.board.BoardStepper;
import io.orbstrike.board.ByteReader;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrbBoardTest {

    private static final double PART = 1.0 / OrbView.PARTS_PER_UNIT;

    private final OrbTable table = new OrbTable(OrbRules.DEFAULT);

    @Test
    void shouldMoveInEachDirectionByItsVelocity() {
        table.join(0).step();
        for (int direction = 0; direction < OrbInput.DIRECTIONS; direction++) {
            table.put(0, 0, 0).want(0, direction).step();
            assertThat(table.view.x(0)).isEqualTo(table.view.velocityX(direction));
            assertThat(table.view.y(0)).isEqualTo(table.view.velocityY(direction));
        }
        // 260 units/s for 15 ms, and that divided by the root of 2
        assertThat(table.view.velocityX(1)).isEqualTo(3994);
        assertThat(table.view.velocityX(2)).isEqualTo(2824);
        assertThat(table.view.velocityY(6)).isEqualTo(-2824);
    }

    @Test
    void shouldHoldADirectionUntilItIsReplaced() {
        table.join(0).step().put(0, 0, 0).want(0, 1).step(10);
        assertThat(table.view.x(0)).isEqualTo(39_940);
        table.want(0, 0).step(10);
        assertThat(table.view.x(0)).isEqualTo(39_940);
    }

    @Test
    void shouldNotMoveAnOrbInTheStepThatPlacesIt() {
        table.join(0).want(0, 1).step();
        int placedX = table.view.x(0);
        assertThat(table.view.direction(0)).isEqualTo(1);
        table.step();
        assertThat(table.view.x(0)).isEqualTo(placedX + 3994);
    }

    @Test
    void shouldStandStillWhileTheRingIsUp() {
        table.join(0).step().put(0, 0, 0).wantRing(0, 1).step(5);
        assertThat(table.view.isRingUp(0)).isTrue();
        assertThat(table.view.direction(0)).isEqualTo(1);
        assertThat(table.view.x(0)).isZero();
        table.want(0, 1).step();
        assertThat(table.view.x(0)).isEqualTo(3994);
    }

    @Test
    void shouldForgetWhatAPlayerWantsWhenHeIsDisconnected() {
        table.join(0).step().put(0, 0, 0).wantRing(0, 3).step();
        table.disconnect(0).step(3);
        assertThat(table.view.isRingUp(0)).isFalse();
        assertThat(table.view.direction(0)).isZero();
        assertThat(table.y(0)).isZero();
    }

    @Test
    void shouldLetAnOrbStandOnTheEdgeAndDieBeyond() {
        table.join(0).step().put(0, 1000, 0).step();
        assertThat(table.view.isAlive(0)).isTrue();
        table.put(0, 1000 + PART, 0).step();
        assertThat(table.view.isAlive(0)).isFalse();
        assertThat(table.view.death(0))
                .isEqualTo(new OrbDeath(0, 1, OrbDeathCause.EDGE, -1, 0, 1000 * 1024 + 1, 0, false));
        assertThat(table.view.deaths(0)).isEqualTo(1);
    }

    @Test
    void shouldCreditADeathAtTheEdgeToNobodyEvenNextToARing() {
        table.join(0).join(1).step().unprotected();
        table.put(0, 990, 0).wantRing(0, 0).put(1, 1000, 0).want(1, 1).step();
        assertThat(table.view.death(0).cause()).isEqualTo(OrbDeathCause.EDGE);
        assertThat(table.view.kills(0)).isZero();
    }

    @Test
    void shouldDieAtTheEdgeEvenWhenProtectedOrBehindARing() {
        table.join(0).join(1).step();
        assertThat(table.view.isProtected(0)).isTrue();
        table.put(0, 1001, 0).put(1, 0, -1001).wantRing(1, 0).step();
        assertThat(table.view.isAlive(0)).isFalse();
        assertThat(table.view.isAlive(1)).isFalse();
    }

    @Test
    void shouldNotKillWithTheRingOfAnOrbThatDiesAtTheEdgeInTheSameStep() {
        table.join(0).join(1).step().unprotected();
        table.put(1, 1001, 0).wantRing(1, 0).put(0, 990, 0).step();
        assertThat(table.view.isAlive(1)).isFalse();
        assertThat(table.view.isAlive(0)).isTrue();
    }

    @Test
    void shouldKillWhoseBodyTheRingOverlaps() {
        table.join(0).join(1).step().unprotected();
        table.put(0, 0, 0).wantRing(0, 0).put(1, 90 - PART, 0).step();
        assertThat(table.view.death(0))
                .isEqualTo(new OrbDeath(1, 2, OrbDeathCause.RING, 0, 1, 90 * 1024 - 1, 0, false));
        assertThat(table.view.kills(0)).isEqualTo(1);
        assertThat(table.view.deaths(1)).isEqualTo(1);
    }

    @Test
    void shouldNotKillWhoseBodyTheRingOnlyTouches() {
        table.join(0).join(1).step().unprotected();
        table.put(0, 0, 0).wantRing(0, 0).put(1, 0, 90).step();
        assertThat(table.view.isAlive(1)).isTrue();
    }

    @Test
    void shouldKillWhoMovesIntoARingInThisStep() {
        table.join(0).join(1).step().unprotected();
        table.put(0, 0, 0).wantRing(0, 0).put(1, 93, 0).want(1, 5).step();
        assertThat(table.view.isAlive(1)).isFalse();
    }

    @Test
    void shouldNotKillWhoseRingIsUp() {
        table.join(0).join(1).step().unprotected();
        table.put(0, 0, 0).wantRing(0, 0).put(1, 10, 0).wantRing(1, 0).step(20);
        assertThat(table.view.isAlive(0)).isTrue();
        assertThat(table.view.isAlive(1)).isTrue();
    }

    @Test
    void shouldNotKillWhoIsProtectedAndKillHimInTheFirstStepAfter() {
        table.join(0).step().unprotected();
        table.put(0, 0, 0).join(1).step();
        long until = table.view.protectedUntilTick(1);
        assertThat(until).isEqualTo(table.view.tick() + 100);
        table.put(1, 20, 0).step(60);
        table.wantRing(0, 0);
        while (table.view.tick() < until - 1) {
            table.step();
            assertThat(table.view.isAlive(1)).isTrue();
        }
        table.step();
        assertThat(table.view.isAlive(1)).isFalse();
    }

    @Test
    void shouldNotKillWithTheOwnRingWhileProtected() {
        table.join(1).step().unprotected();
        table.join(0).step();
        table.put(0, 0, 0).put(1, 20, 0).wantRing(0, 0).step();
        assertThat(table.view.isRingUp(0)).isTrue();
        assertThat(table.view.isAlive(1)).isTrue();
        table.step(99);
        assertThat(table.view.isAlive(1)).isFalse();
    }

    @Test
    void shouldCreditTheNearestRing() {
        table.join(0).join(1).join(2).step().unprotected();
        table.put(0, 50, 0)
                .wantRing(0, 0)
                .put(1, -40, 0)
                .wantRing(1, 0)
                .put(2, 0, 0)
                .step();
        assertThat(table.view.death(0).killer()).isEqualTo(2);
        assertThat(table.view.kills(0)).isZero();
        assertThat(table.view.kills(1)).isEqualTo(1);
    }

    @Test
    void shouldCreditTheLowestPlayerIdWhenTwoRingsAreAsNear() {
        OrbTable other = new OrbTable(OrbRules.DEFAULT);
        other.join(0, 9).join(1, 4).join(2, 7).join(3, 12).step().unprotected();
        other.put(0, 50, 0)
                .wantRing(0, 0)
                .put(1, 0, 50)
                .wantRing(1, 0)
                .put(2, -50, 0)
                .wantRing(2, 0);
        other.put(3, 0, 0).step();
        assertThat(other.view.death(0).killer()).isEqualTo(4);
        assertThat(other.view.death(0).killerIndex()).isEqualTo(1);
    }

    @Test
    void shouldPassOverANearerRingThatIsProtected() {
        table.join(0).join(1).step().unprotected().join(2).step();
        table.put(2, 10, 0)
                .wantRing(2, 0)
                .put(0, 50, 0)
                .wantRing(0, 0)
                .put(1, 0, 0)
                .step();
        assertThat(table.view.death(0).killer()).isEqualTo(1);
    }

    @Test
    void shouldKillAllAroundInOneStep() {
        table.join(0).join(1).join(2).join(3).step().unprotected();
        table.put(0, 0, 0)
                .wantRing(0, 0)
                .put(1, 30, 0)
                .put(2, -30, 0)
                .put(3, 0, 30)
                .step();
        assertThat(table.view.deathCount()).isEqualTo(3);
        assertThat(table.view.kills(0)).isEqualTo(3);
        assertThat(IntStream.range(0, 3).map(i -> table.view.death(i).index())).containsExactly(1, 2, 3);
    }

    @Test
    void shouldNotBlockBodiesByEachOther() {
        table.join(0).join(1).step().unprotected();
        table.put(0, -10, 0).want(0, 1).put(1, 10, 0).want(1, 5).step(10);
        assertThat(table.x(0)).isGreaterThan(10);
        assertThat(table.x(1)).isLessThan(-10);
        assertThat(table.view.isAlive(0)).isTrue();
    }

    @Test
    void shouldSpendEnergyWhileTheRingIsUpAndGainItWhileDown() {
        table.join(0).step();
        assertThat(table.view.energy(0)).isEqualTo(100_000);
        table.wantRing(0, 0).step();
        assertThat(table.view.energy(0)).isEqualTo(99_400);
        table.step(9);
        assertThat(table.view.energy(0)).isEqualTo(94_000);
        table.want(0, 0).step();
        assertThat(table.view.energy(0)).isEqualTo(94_300);
        table.step(100);
        assertThat(table.view.energy(0)).isEqualTo(100_000);
    }

    @Test
    void shouldDropTheRingInTheStepAfterEnergyReachedZero() {
        table.join(0).step().wantRing(0, 0).step(167);
        assertThat(table.view.energy(0)).isZero();
        assertThat(table.view.isRingUp(0)).isTrue();
        table.step();
        assertThat(table.view.isRingUp(0)).isFalse();
        assertThat(table.view.energy(0)).isEqualTo(300);
    }

    @Test
    void shouldRaiseAHeldRingByItselfWhenEnergyIsEnoughAgain() {
        table.join(0).step().wantRing(0, 0).step(168);
        assertThat(table.view.isRingUp(0)).isFalse();
        table.step(83);
        assertThat(table.view.energy(0)).isEqualTo(25_200);
        assertThat(table.view.isRingUp(0)).isFalse();
        table.step();
        assertThat(table.view.isRingUp(0)).isTrue();
        assertThat(table.view.energy(0)).isEqualTo(24_600);
    }

    @Test
    void shouldNotRaiseADroppedRingThatIsNoLongerWanted() {
        table.join(0).step().wantRing(0, 0).step(168).want(0, 0).step(120);
        assertThat(table.view.isRingUp(0)).isFalse();
    }

    @Test
    void shouldRaiseARingOnlyWithEnergyEnough() {
        table.join(0).step().wantRing(0, 0).step(150).want(0, 0).step();
        assertThat(table.view.energy(0)).isEqualTo(10_300);
        table.wantRing(0, 0).step();
        assertThat(table.view.isRingUp(0)).isFalse();
        table.step(49);
        assertThat(table.view.isRingUp(0)).isTrue();
    }

    @Test
    void shouldRefillTheKillersEnergy() {
        table.join(0).join(1).step().unprotected();
        table.put(0, 0, 0).wantRing(0, 0).put(1, 200, 0).step(50);
        assertThat(table.view.energy(0)).isEqualTo(70_000);
        table.put(1, 50, 0).step();
        assertThat(table.view.kills(0)).isEqualTo(1);
        assertThat(table.view.energy(0)).isEqualTo(99_400);
        table.step(165);
        assertThat(table.view.isRingUp(0)).isTrue();
    }

    @Test
    void shouldKeepARingUpForEverWithoutEnergy() {
        OrbTable other = new OrbTable(OrbRules.builder().withoutEnergy().build());
        other.join(0).step().wantRing(0, 0).step(2_000);
        assertThat(other.view.isRingUp(0)).isTrue();
        assertThat(other.view.energyMax()).isZero();
        assertThat(other.view.energy(0)).isZero();
    }

    @Test
    void shouldRespawnAfterTwoSecondsProtectedWithFullEnergy() {
        table.join(0)
                .step()
                .wantRing(0, 0)
                .step(50)
                .want(0, 0)
                .step()
                .put(0, 1001, 0)
                .step();
        long died = table.view.tick();
        assertThat(table.view.respawnTick(0)).isEqualTo(died + 134);
        table.step(133);
        assertThat(table.view.isAlive(0)).isFalse();
        table.step();
        assertThat(table.view.isAlive(0)).isTrue();
        assertThat(table.view.energy(0)).isEqualTo(100_000);
        assertThat(table.view.protectedUntilTick(0)).isEqualTo(died + 134 + 100);
    }

    @Test
    void shouldRespawnWithWhatThePlayerWantsByThen() {
        table.join(0).step().put(0, 1001, 0).step().wantRing(0, 4).step(134);
        assertThat(table.view.isAlive(0)).isTrue();
        assertThat(table.view.direction(0)).isEqualTo(4);
        assertThat(table.view.isRingUp(0)).isTrue();
    }

    @Test
    void shouldRespawnInTheNextStepWhenThereIsNoDelay() {
        OrbTable other = new OrbTable(OrbRules.builder().respawnMs(0).build());
        other.join(0).step().put(0, 1001, 0).step();
        assertThat(other.view.isAlive(0)).isFalse();
        other.step();
        assertThat(other.view.isAlive(0)).isTrue();
    }

    @Test
    void shouldEndAStayByADeathWithoutRespawn() {
        OrbTable other = new OrbTable(OrbRules.builder().withoutRespawn().build());
        other.join(0).join(1).step().unprotected();
        other.put(0, 0, 0).wantRing(0, 0).put(1, 50, 0).step();
        assertThat(other.view.isPresent(1)).isFalse();
        assertThat(other.view.death(0).isEliminated()).isTrue();
        assertThat(other.view.kills(0)).isEqualTo(1);
        assertThat(other.stepper.eliminations()).hasSize(1);
        // index 1, cause RING, by 0 (left out), eliminated
        assertThat(other.stepper.eliminations().get(0).detail()).containsExactly(8, 1, 16, 2, 32, 1);
        other.join(1, 7).step();
        assertThat(other.view.player(1)).isEqualTo(7);
    }

    @Test
    void shouldForgetAPlayerWhoJoinsAndLeavesInTheSameStep() {
        table.join(0).step().join(1).leave(1).step();
        assertThat(table.view.isPresent(1)).isFalse();
        table.leave(0).step();
        assertThat(table.view.indexBound()).isZero();
    }

    @Test
    void shouldKeepTheRingOfAPlayerWhoIsHeardTwiceInAStep() {
        table.join(0)
                .step()
                .wantRing(0, 0)
                .step(150)
                .disconnect(0)
                .wantRing(0, 2)
                .step();
        assertThat(table.view.isRingUp(0)).isTrue();
    }

    @Test
    void shouldRefuseATakenAndAFreeIndex() {
        table.join(0).step();
        assertThatThrownBy(() -> table.join(0).step())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("index 0: taken by player 1");
        OrbTable other = new OrbTable(OrbRules.DEFAULT);
        assertThatThrownBy(() -> other.want(3, 1).step())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("index 3: holds no player");
    }

    @Test
    void shouldPlaceOrbsAllOverNineTenthsOfTheCircle() {
        OrbTable other =
                new OrbTable(OrbRules.builder().maxPlayers(2_000).radius(1_300).build());
        for (int index = 0; index < 2_000; index++) {
            other.join(index);
        }
        other.step();
        double[] distances = IntStream.range(0, 2_000)
                .mapToDouble(index -> Math.hypot(other.x(index), other.y(index)))
                .sorted()
                .toArray();
        assertThat(distances[1_999]).isBetween(1_160.0, 1_170.0);
        // half of a disc's area lies within the root of one half of its radius
        assertThat(distances[1_000]).isCloseTo(1_170 * Math.sqrt(0.5), within(30.0));
    }

    @Test
    void shouldPlaceOrbsWhereNoRingReachesOrElseFarthestFromAny() {
        for (int player = 1; player < 40; player++) {
            OrbTable other = new OrbTable(
                    OrbRules.builder().maxPlayers(2).radius(100).bodyRadius(20).build());
            other.join(0)
                    .step()
                    .put(0, 0, 0)
                    .wantRing(0, 0)
                    .step(player)
                    .join(1)
                    .step();
            // the ring reaches 90, which is all of 0.9 of the circle: the farthest of 16 draws is near the rim
            assertThat(Math.hypot(other.x(1), other.y(1))).isBetween(70.0, 90.0);
        }
        for (int player = 1; player < 40; player++) {
            OrbTable other = new OrbTable(
                    OrbRules.builder().maxPlayers(2).radius(300).bodyRadius(20).build());
            other.join(0)
                    .step()
                    .put(0, 0, 0)
                    .wantRing(0, 0)
                    .step(player)
                    .join(1)
                    .step();
            assertThat(Math.hypot(other.x(1), other.y(1))).isBetween(90.0, 270.0);
        }
    }

    @Test
    void shouldGoOnFromItsSnapshot() {
        table.join(0).join(1).step().want(0, 2).wantRing(1, 3).step(30);
        byte[] snapshot = OrbPlay.snapshotBytes(table.stepper);
        var restored = BoardStepper.restore(new OrbType(), new ByteReader(snapshot));
        assertThat(OrbPlay.keyframeBytes(restored)).isEqualTo(OrbPlay.keyframeBytes(table.stepper));
        assertThat(List.of(restored.tick(), (long) restored.board().maxPlayers()))
                .isEqualTo(List.of(31L, 100L));
    }
}
