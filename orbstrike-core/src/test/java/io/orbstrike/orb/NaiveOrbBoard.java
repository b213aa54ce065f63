package io.orbstrike.orb;

import io.orbstrike.board.Board;
import io.orbstrike.board.BoardContext;
import io.orbstrike.board.BoardRandom;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.PlayerId;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The game as its rules read, without any thought of speed: objects in a list, each looked at in each step, everything
 * compared with everything, energy counted tick by tick. What a step brings is put aside and applied by {@link #tick} in
 * the order of the rules. The board is checked against it.
 */
final class NaiveOrbBoard implements Board<OrbPlayer, OrbInput> {

    static final class Orb {
        final int index;
        final long player;
        final OrbPlayer joinData;
        OrbInput wish = OrbInput.NEUTRAL;
        boolean alive;
        boolean ringUp;
        boolean placedNow;
        long x;
        long y;
        long protectedUntil;
        long respawnTick;
        int energy;
        int kills;
        int deaths;

        Orb(int index, long player, OrbPlayer joinData) {
            this.index = index;
            this.player = player;
            this.joinData = joinData;
        }
    }

    private record Death(Orb victim, @Nullable Orb killer) {}

    private final OrbRules rules;
    private final List<Orb> orbs = new ArrayList<>();
    private final List<Orb> joins = new ArrayList<>();
    private final List<Integer> leaves = new ArrayList<>();
    private final List<Runnable> inputs = new ArrayList<>();
    private OrbPhase phase = OrbPhase.PLAY;
    private long phaseStart = 1;
    private long tick;
    private boolean ticked;

    NaiveOrbBoard(OrbRules rules) {
        this.rules = rules;
    }

    @Override
    public int maxPlayers() {
        return rules.maxPlayers();
    }

    @Override
    public Duration tickInterval() {
        return Duration.ofMillis(rules.tickIntervalMs());
    }

    @Override
    public void onJoin(int index, PlayerId player, OrbPlayer joinData, BoardContext context) {
        ticked = false;
        joins.add(new Orb(index, player.value(), joinData));
    }

    @Override
    public void onLeave(int index, BoardContext context) {
        if (ticked && context.tick() == tick) {
            orbs.removeIf(orb -> orb.index == index);
        } else {
            leaves.add(index);
        }
    }

    @Override
    public void onDisconnected(int index, BoardContext context) {
        onInput(index, OrbInput.NEUTRAL, context);
    }

    @Override
    public void onInput(int index, OrbInput input, BoardContext context) {
        inputs.add(() -> orbs.stream().filter(orb -> orb.index == index).forEach(orb -> orb.wish = input));
    }

    @Override
    public void tick(BoardContext context) {
        tick = context.tick();
        orbs.forEach(orb -> orb.placedNow = false);
        decideMotions(context.random());
        if (phase == OrbPhase.PLAY) {
            for (Orb orb : living()) {
                if (!orb.ringUp && !orb.placedNow) {
                    orb.x += velocity(orb.wish.direction())[0];
                    orb.y += velocity(orb.wish.direction())[1];
                }
            }
            die(
                    living().stream()
                            .filter(this::isOutside)
                            .map(orb -> new Death(orb, null))
                            .toList(),
                    context);
            die(
                    living().stream()
                            .flatMap(orb -> killerOf(orb).map(killer -> new Death(orb, killer)).stream())
                            .toList(),
                    context);
        }
        if (rules.hasEnergy()) {
            for (Orb orb : living()) {
                orb.energy += rules.tickIntervalMs() * (orb.ringUp ? -rules.energyDrain() : rules.energyGain());
                orb.energy = Math.max(0, Math.min(rules.energyMax() * 1000, orb.energy));
            }
        }
        ticked = true;
    }

    private void decideMotions(BoardRandom random) {
        for (Orb orb : living()) {
            if (orb.ringUp && rules.hasEnergy() && orb.energy == 0) {
                orb.ringUp = false;
            }
        }
        changePhase(random);
        for (Orb orb : joins) {
            orbs.add(orb);
            orbs.sort(Comparator.comparingInt(each -> each.index));
            place(orb, random);
        }
        joins.clear();
        leaves.forEach(index -> orbs.removeIf(orb -> orb.index == index));
        leaves.clear();
        for (Orb orb : orbs) {
            if (!orb.alive && orb.respawnTick == tick) {
                place(orb, random);
            }
        }
        inputs.forEach(Runnable::run);
        inputs.clear();
        living().forEach(this::raiseOrLower);
    }

    private void changePhase(BoardRandom random) {
        if (!rules.hasRounds()) {
            return;
        }
        long lasts = ticks(phase == OrbPhase.PLAY ? rules.roundMs() : rules.scoreboardMs());
        if (tick < phaseStart + lasts) {
            return;
        }
        phaseStart = tick;
        if (phase == OrbPhase.PLAY) {
            phase = OrbPhase.SCOREBOARD;
            return;
        }
        phase = OrbPhase.PLAY;
        orbs.forEach(orb -> orb.ringUp = false);
        for (Orb orb : orbs) {
            orb.kills = 0;
            orb.deaths = 0;
            place(orb, random);
        }
    }

    private void place(Orb orb, BoardRandom random) {
        orb.ringUp = false;
        long within = radius() * 9 / 10;
        long[] best = {0, 0};
        long bestDistance = -1;
        for (int draw = 0; draw < 16; draw++) {
            long[] point = draw(within, random);
            long distance = Long.MAX_VALUE;
            for (Orb other : living()) {
                if (other != orb && other.ringUp && squared(other, point[0], point[1]) < reachSquared()) {
                    distance = Math.min(distance, squared(other, point[0], point[1]));
                }
            }
            if (distance > bestDistance) {
                bestDistance = distance;
                best = point;
            }
            if (distance == Long.MAX_VALUE) {
                break;
            }
        }
        orb.alive = true;
        orb.placedNow = true;
        orb.x = best[0];
        orb.y = best[1];
        orb.respawnTick = 0;
        orb.energy = rules.hasEnergy() ? rules.energyMax() * 1000 : 0;
        orb.protectedUntil = tick + ticks(rules.protectionMs());
        raiseOrLower(orb);
    }

    private static long[] draw(long within, BoardRandom random) {
        for (int point = 0; point < 42; point++) {
            long x = random.nextInt((int) (2 * within + 1)) - within;
            long y = random.nextInt((int) (2 * within + 1)) - within;
            if (x * x + y * y <= within * within) {
                return new long[] {x, y};
            }
        }
        return new long[] {0, 0};
    }

    private void raiseOrLower(Orb orb) {
        if (!orb.wish.isRingWanted()) {
            orb.ringUp = false;
        } else if (!rules.hasEnergy() || orb.energy >= rules.energyToRaise() * 1000) {
            orb.ringUp = true;
        }
    }

    private boolean isOutside(Orb orb) {
        return orb.x * orb.x + orb.y * orb.y > radius() * radius();
    }

    private Optional<Orb> killerOf(Orb victim) {
        if (victim.ringUp || isProtected(victim)) {
            return Optional.empty();
        }
        return living().stream()
                .filter(orb -> orb.ringUp && !isProtected(orb))
                .filter(orb -> squared(orb, victim.x, victim.y) < reachSquared())
                .min(Comparator.comparingLong((Orb orb) -> squared(orb, victim.x, victim.y))
                        .thenComparingLong(orb -> orb.player));
    }

    private void die(List<Death> deaths, BoardContext context) {
        for (Death death : deaths) {
            Orb killer = death.killer();
            if (killer != null) {
                killer.kills++;
                killer.energy = rules.hasEnergy() ? rules.energyMax() * 1000 : 0;
            }
            Orb victim = death.victim();
            victim.alive = false;
            victim.ringUp = false;
            victim.x = 0;
            victim.y = 0;
            victim.deaths++;
            if (rules.hasRespawn()) {
                victim.respawnTick = tick + Math.max(1, ticks(rules.respawnMs()));
            } else {
                context.eliminate(victim.index, new byte[0]);
            }
        }
    }

    private List<Orb> living() {
        return orbs.stream().filter(orb -> orb.alive).toList();
    }

    private boolean isProtected(Orb orb) {
        return tick < orb.protectedUntil;
    }

    private static long squared(Orb orb, long x, long y) {
        return (orb.x - x) * (orb.x - x) + (orb.y - y) * (orb.y - y);
    }

    private long reachSquared() {
        long reach = 1024L * (rules.bodyRadius() + rules.ringRadius());
        return reach * reach;
    }

    private long radius() {
        long start = 1024L * rules.radius();
        if (!rules.hasRounds() || !rules.hasShrinking()) {
            return start;
        }
        long end = start / 4;
        if (phase == OrbPhase.SCOREBOARD) {
            return end;
        }
        long shrinkTicks = ticks(rules.shrinkMs());
        long shrinking = tick - phaseStart - (ticks(rules.roundMs()) - shrinkTicks);
        return shrinking <= 0 ? start : start - (start - end) * shrinking / shrinkTicks;
    }

    private long ticks(int durationMs) {
        return BigDecimal.valueOf(durationMs)
                .divide(BigDecimal.valueOf(rules.tickIntervalMs()), 0, RoundingMode.CEILING)
                .longValueExact();
    }

    private long[] velocity(int direction) {
        BigDecimal length = BigDecimal.valueOf(rules.speed())
                .multiply(BigDecimal.valueOf(rules.tickIntervalMs()))
                .multiply(BigDecimal.valueOf(1024))
                .divide(BigDecimal.valueOf(1000));
        long axis = length.setScale(0, RoundingMode.HALF_UP).longValueExact();
        long diagonal = length.divide(BigDecimal.valueOf(2).sqrt(MathContext.DECIMAL128), MathContext.DECIMAL128)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
        return switch (direction) {
            case 1 -> new long[] {axis, 0};
            case 2 -> new long[] {diagonal, diagonal};
            case 3 -> new long[] {0, axis};
            case 4 -> new long[] {-diagonal, diagonal};
            case 5 -> new long[] {-axis, 0};
            case 6 -> new long[] {-diagonal, -diagonal};
            case 7 -> new long[] {0, -axis};
            case 8 -> new long[] {diagonal, -diagonal};
            default -> new long[] {0, 0};
        };
    }

    /** The state as text, in the form of {@link OrbStates#of}. */
    String state() {
        StringBuilder text = new StringBuilder();
        OrbStates.appendBoard(text, tick, phase, phaseStart, radius());
        for (Orb orb : orbs) {
            OrbStates.appendOrb(
                    text,
                    orb.index,
                    orb.player,
                    orb.joinData,
                    orb.alive ? "alive" : "dead until " + orb.respawnTick,
                    orb.x,
                    orb.y,
                    orb.alive ? orb.wish.direction() : 0,
                    orb.ringUp,
                    orb.alive && orb.protectedUntil > tick ? orb.protectedUntil : 0,
                    orb.alive ? orb.energy : rules.hasEnergy() ? rules.energyMax() * 1000 : 0,
                    orb.kills,
                    orb.deaths);
        }
        return text.toString();
    }

    @Override
    public void writeSnapshot(int version, ByteWriter out) {
        throw new UnsupportedOperationException("the naive board is compared, not kept");
    }
}
