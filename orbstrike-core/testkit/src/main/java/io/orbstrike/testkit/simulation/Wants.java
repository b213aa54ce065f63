package io.orbstrike.testkit.simulation;

import io.orbstrike.host.FrameDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants: either events, each of which is to be counted once, or levels, of which the newest is to hold.
 *
 * <p>Confined to the simulation's thread.
 */
final class Wants {

    private static final int FIRST_LEVEL = 2;

    private final boolean countsEvents;

    Wants(boolean countsEvents) {
        this.countsEvents = countsEvents;
    }

    Inputs startStay() {
        return new Inputs();
    }

    /** What was wanted in one stay, with rising sequences. */
    final class Inputs {

        private final List<ClientMessage.Event> events = new ArrayList<>();
        private final List<Long> levels = new ArrayList<>();
        private long sequence;

        void want(SplittableRandom random) {
            sequence += 1 + random.nextInt(2);
            if (countsEvents) {
                events.add(new ClientMessage.Event(sequence, CountingType.COUNT));
            } else {
                levels.add(sequence);
            }
        }

        void wantOut() {
            sequence++;
            events.add(new ClientMessage.Event(sequence, CountingType.LEAVE));
        }

        /** All that was not acknowledged. */
        ClientMessage message(FrameDecoder seen) {
            List<ClientMessage.Event> unacknowledged = new ArrayList<>();
            for (int i = events.size() - 1; i >= 0 && events.get(i).sequence() > seen.acknowledgedInput(); i--) {
                unacknowledged.add(0, events.get(i));
            }
            int newest = levels.size() - 1;
            return new ClientMessage(
                    seen.epoch(),
                    seen.tick(),
                    unacknowledged,
                    newest < 0 ? 0 : levels.get(newest),
                    newest < 0 ? 0 : newest + FIRST_LEVEL);
        }

        /**
         * What is wrong with what a board shows, given the last input that it says it has applied.
         *
         * @param isWhole whether nothing may have been lost
         */
        @Nullable
        String mismatch(CountingType.Count shown, long acknowledged, boolean isWhole) {
            if (countsEvents) {
                int expected = countUpTo(acknowledged);
                boolean isRight = isWhole ? shown.events == expected : shown.events <= expected;
                return isRight ? null : shown.events + " events counted of " + expected;
            }
            int newest = levels.size() - 1;
            while (newest >= 0 && levels.get(newest) > acknowledged) {
                newest--;
            }
            int expected = newest < 0 ? 0 : newest + FIRST_LEVEL;
            return shown.level == expected ? null : "level " + shown.level + " in place of " + expected;
        }

        private int countUpTo(long acknowledged) {
            int count = events.size();
            while (count > 0 && events.get(count - 1).sequence() > acknowledged) {
                count--;
            }
            return count;
        }
    }
}
