package io.orbstrike.orb;

import java.util.zip.CRC32C;

/** The state of a board as text and as a hash, for comparisons. */
final class OrbStates {

    private OrbStates() {}

    static String of(OrbView view) {
        StringBuilder text = new StringBuilder();
        appendBoard(text, view.tick(), view.phase(), view.phaseStartTick(), view.radius());
        for (int index = 0; index < view.indexBound(); index++) {
            if (view.isPresent(index)) {
                appendOrb(
                        text,
                        index,
                        view.player(index),
                        new OrbPlayer(view.name(index), view.color(index)),
                        view.isAlive(index) ? "alive" : "dead until " + view.respawnTick(index),
                        view.x(index),
                        view.y(index),
                        view.direction(index),
                        view.isRingUp(index),
                        view.protectedUntilTick(index),
                        view.energy(index),
                        view.kills(index),
                        view.deaths(index));
            }
        }
        return text.toString();
    }

    static long hashOf(String state) {
        CRC32C hash = new CRC32C();
        for (int i = 0; i < state.length(); i++) {
            hash.update(state.charAt(i));
            hash.update(state.charAt(i) >> 8);
        }
        return hash.getValue();
    }

    static void appendBoard(StringBuilder text, long tick, OrbPhase phase, long phaseStart, long radius) {
        text.append("tick ").append(tick).append(' ').append(phase);
        text.append(" since ")
                .append(phaseStart)
                .append(", radius ")
                .append(radius)
                .append('\n');
    }

    static void appendOrb(
            StringBuilder text,
            int index,
            long player,
            OrbPlayer joinData,
            String life,
            long x,
            long y,
            int direction,
            boolean ringUp,
            long protectedUntil,
            int energy,
            int kills,
            int deaths) {
        text.append(index)
                .append(": ")
                .append(player)
                .append(' ')
                .append(joinData)
                .append(' ')
                .append(life);
        text.append(" at ").append(x).append(", ").append(y).append(" to ").append(direction);
        text.append(ringUp ? " ring up" : " ring down")
                .append(", protected until ")
                .append(protectedUntil);
        text.append(", energy ")
                .append(energy)
                .append(", kills ")
                .append(kills)
                .append(", deaths ")
                .append(deaths);
        text.append('\n');
    }
}
