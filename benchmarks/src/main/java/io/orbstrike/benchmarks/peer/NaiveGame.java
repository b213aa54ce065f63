package io.orbstrike.benchmarks.peer;

import io.orbstrike.board.BoardRandom;
import io.orbstrike.grpc.orb.v1.Constants;
import io.orbstrike.grpc.orb.v1.Phase;
import io.orbstrike.grpc.orb.v1.PhaseKind;
import io.orbstrike.grpc.orb.v1.Player;
import io.orbstrike.orb.OrbInput;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Orb with its rules over objects in a map: each is looked at in each step, and every raised ring is compared with every
 * body. What happens between two steps is put aside and applied by {@link #tick}. It plays to the very integer as
 * {@link io.orbstrike.orb.OrbType} does.
 *
 * <p>Confined to the board's monitor.
 */
final class NaiveGame {

    private static final int PLACE_DRAWS = 16;
    private static final int POINTS_PER_DRAW = 42;

    private final Constants constants;
    private final long reachSquared;
    private final BoardRandom random;
    private final TreeMap<Integer, NaiveOrb> orbs = new TreeMap<>();
    private final List<NaiveOrb> joins = new ArrayList<>();
    private final Set<Integer> leaves = new HashSet<>();
    private Phase phase = Phase.newBuilder()
            .setKind(PhaseKind.PHASE_KIND_PLAY)
            .setStartTick(1)
            .build();
    private long tick;

    NaiveGame(Constants constants, long seed) {
        this.constants = constants;
        long reach = (long) constants.getBodyRadius() + constants.getRingRadius();
        this.reachSquared = reach * reach;
        this.random = new BoardRandom(seed);
    }

    /** Adds a player at a free index; he is on the board from the next step on. */
    NaiveOrb join(int index, long player, Player joinData) {
        NaiveOrb orb = new NaiveOrb(index, player, joinData);
        joins.add(orb);
        return orb;
    }

    /** Takes a player off the board with the next step. */
    void leave(NaiveOrb orb) {
        leaves.add(orb.index);
    }

    /** Says what a player wants from the next step on, unless he has said something newer. */
    void input(NaiveOrb orb, long sequence, OrbInput input) {
        if (sequence > orb.pendingSequence) {
            orb.pendingSequence = sequence;
            orb.pendingInput = input;
        }
    }

    /** Forgets what a player wants. */
    void disconnect(NaiveOrb orb) {
        orb.pendingInput = OrbInput.NEUTRAL;
    }

    Constants constants() {
        return constants;
    }

    Phase phase() {
        return phase;
    }

    long tick() {
        return tick;
    }

    /** The players of the last step, by rising index. */
    Collection<NaiveOrb> orbs() {
        return Collections.unmodifiableCollection(orbs.values());
    }

    /** Simulates one step. */
    void step() {
        tick++;
        decideMotions();
        if (isPlaying()) {
            move();
            dieAtEdge();
            dieByRings();
        }
        spendEnergy();
    }

    private void decideMotions() {
        for (NaiveOrb orb : orbs.values()) {
            if (orb.isRingUp && hasEnergy() && orb.energy == 0) {
                orb.isRingUp = false;
            }
        }
        changePhase();
        for (NaiveOrb orb : joins) {
            orbs.put(orb.index, orb);
            place(orb);
        }
        joins.clear();
        leaves.forEach(orbs::remove);
        leaves.clear();
        for (NaiveOrb orb : orbs.values()) {
            if (!orb.isAlive && orb.respawnTick == tick) {
                place(orb);
            }
        }
        for (NaiveOrb orb : orbs.values()) {
            orb.input = orb.pendingInput;
            orb.acknowledgedInput = orb.pendingSequence;
            if (orb.isAlive) {
                raiseOrLower(orb);
            }
        }
    }

    private void changePhase() {
        if (constants.getRoundTicks() == 0) {
            return;
        }
        int lastsTicks = isPlaying() ? constants.getRoundTicks() : constants.getScoreboardTicks();
        if (tick < phase.getStartTick() + lastsTicks) {
            return;
        }
        PhaseKind next = isPlaying() ? PhaseKind.PHASE_KIND_SCOREBOARD : PhaseKind.PHASE_KIND_PLAY;
        phase = Phase.newBuilder().setKind(next).setStartTick(tick).build();
        if (isPlaying()) {
            orbs.values().forEach(orb -> orb.isRingUp = false);
            for (NaiveOrb orb : orbs.values()) {
                orb.kills = 0;
                orb.deaths = 0;
                place(orb);
            }
        }
    }

    private void place(NaiveOrb orb) {
        orb.isRingUp = false;
        drawPlace(orb);
        orb.isAlive = true;
        orb.placedTick = tick;
        orb.respawnTick = 0;
        orb.energy = constants.getEnergyMax();
        orb.protectedUntilTick = tick + constants.getProtectionTicks();
        raiseOrLower(orb);
    }

    /** Takes the first draw that no ring reaches, else the one that is farthest from any. */
    private void drawPlace(NaiveOrb orb) {
        long within = radius() * 9L / 10;
        long farthest = -1;
        for (int draw = 0; draw < PLACE_DRAWS; draw++) {
            int[] point = drawPoint((int) within);
            long distance = Long.MAX_VALUE;
            for (NaiveOrb other : orbs.values()) {
                if (other.isRingUp) {
                    long squared = other.squaredDistance(point[0], point[1]);
                    distance = squared < reachSquared ? Math.min(distance, squared) : distance;
                }
            }
            if (distance > farthest) {
                farthest = distance;
                orb.x = point[0];
                orb.y = point[1];
            }
            if (distance == Long.MAX_VALUE) {
                return;
            }
        }
    }

    private int[] drawPoint(int within) {
        for (int point = 0; point < POINTS_PER_DRAW; point++) {
            int x = random.nextInt(2 * within + 1) - within;
            int y = random.nextInt(2 * within + 1) - within;
            if ((long) x * x + (long) y * y <= (long) within * within) {
                return new int[] {x, y};
            }
        }
        return new int[] {0, 0};
    }

    private void raiseOrLower(NaiveOrb orb) {
        if (!orb.input.isRingWanted()) {
            orb.isRingUp = false;
        } else if (!hasEnergy() || orb.energy >= constants.getEnergyToRaise()) {
            orb.isRingUp = true;
        }
    }

    private void move() {
        for (NaiveOrb orb : orbs.values()) {
            if (orb.isAlive && !orb.isRingUp && orb.placedTick != tick) {
                int direction = orb.input.direction();
                orb.x += constants.getVelocities(2 * direction);
                orb.y += constants.getVelocities(2 * direction + 1);
            }
        }
    }

    private void dieAtEdge() {
        long radius = radius();
        for (NaiveOrb orb : orbs.values()) {
            if (orb.isAlive && orb.squaredDistance(0, 0) > radius * radius) {
                die(orb);
            }
        }
    }

    private void dieByRings() {
        List<NaiveOrb> rings = orbs.values().stream()
                .filter(orb -> orb.isRingUp && !orb.isProtected(tick))
                .toList();
        if (rings.isEmpty()) {
            return;
        }
        for (NaiveOrb orb : orbs.values()) {
            NaiveOrb killer =
                    orb.isAlive && !orb.isRingUp && !orb.isProtected(tick) ? nearest(rings, orb.x, orb.y) : null;
            if (killer != null) {
                killer.kills++;
                killer.energy = constants.getEnergyMax();
                die(orb);
            }
        }
    }

    /** Of the rings that reach a point the nearest, of two as near that of the lower player. */
    private @Nullable NaiveOrb nearest(List<NaiveOrb> rings, int x, int y) {
        NaiveOrb nearest = null;
        long nearestSquared = reachSquared;
        for (NaiveOrb ring : rings) {
            long squared = ring.squaredDistance(x, y);
            boolean isLower = nearest != null && squared == nearestSquared && ring.player < nearest.player;
            if (squared < nearestSquared || isLower) {
                nearest = ring;
                nearestSquared = squared;
            }
        }
        return nearest;
    }

    private void die(NaiveOrb orb) {
        orb.isAlive = false;
        orb.isRingUp = false;
        orb.x = 0;
        orb.y = 0;
        orb.deaths++;
        orb.respawnTick = tick + constants.getRespawnTicks();
    }

    private void spendEnergy() {
        for (NaiveOrb orb : orbs.values()) {
            int change = orb.isRingUp ? -constants.getEnergyDrain() : constants.getEnergyGain();
            orb.energy = Math.max(0, Math.min(constants.getEnergyMax(), orb.energy + change));
        }
    }

    private int radius() {
        int start = constants.getRadius();
        if (constants.getShrinkTicks() == 0) {
            return start;
        }
        if (!isPlaying()) {
            return constants.getRadiusEnd();
        }
        long shrunkTicks = tick - phase.getStartTick() - (constants.getRoundTicks() - constants.getShrinkTicks());
        long shrinks = (long) start - constants.getRadiusEnd();
        return shrunkTicks <= 0 ? start : (int) (start - shrinks * shrunkTicks / constants.getShrinkTicks());
    }

    private boolean isPlaying() {
        return phase.getKind() == PhaseKind.PHASE_KIND_PLAY;
    }

    private boolean hasEnergy() {
        return constants.getEnergyMax() > 0;
    }
}
