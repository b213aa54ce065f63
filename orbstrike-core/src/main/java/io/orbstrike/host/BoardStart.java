package io.orbstrike.host;

import io.orbstrike.board.BoardStepper;
import io.orbstrike.board.BoardType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a board starts from here: rules, or a snapshot.
 *
 * <p>Immutable; the stepper belongs to whoever hosts the board.
 *
 * @param stepper the board itself
 * @param lifetimeLeftNs how long it may live, {@link BoardSchedule#NEVER} for ever
 * @param snapshot what it comes back from, null if it is new
 * @param <J> what a player brings when he joins
 * @param <I> what a player wants
 */
record BoardStart<J, I>(
        BoardStepper<J, I> stepper,
        long lifetimeLeftNs,
        @Nullable SnapshotEnvelope<J, I> snapshot) {

    private static final int MAX_PLAYERS = 100_000;
    private static final Duration INTERVAL_MIN = Duration.ofMillis(1);
    private static final Duration INTERVAL_MAX = Duration.ofSeconds(10);

    static <R, J, I> BoardStart<J, I> anew(BoardType<R, J, I> type, R rules, BoardSettings settings) {
        BoardStepper<J, I> stepper = BoardStepper.create(type, rules, settings.seed());
        long lifetimeNs =
                settings.lifetime().isZero() ? BoardSchedule.NEVER : BoardSchedule.saturatedNs(settings.lifetime());
        return new BoardStart<>(stepper, lifetimeNs, null);
    }

    static <J, I> BoardStart<J, I> from(BoardType<?, J, I> type, byte[] snapshot, int snapshotBytesMax) {
        SnapshotEnvelope<J, I> read = SnapshotEnvelope.read(type, snapshot, snapshotBytesMax);
        return new BoardStart<>(read.stepper(), read.lifetimeLeftNs(), read);
    }

    /** How long it may stay without viewer and player, {@link BoardSchedule#NEVER} if it is new or had some. */
    long unwatchedLeftNs() {
        return snapshot == null ? BoardSchedule.NEVER : snapshot.unwatchedLeftNs();
    }

    /** Checks what the type made. */
    void requireBounds(BoardType<?, J, I> type) {
        int maxPlayers = stepper.board().maxPlayers();
        Duration interval = stepper.board().tickInterval();
        if (maxPlayers < 1 || maxPlayers > MAX_PLAYERS) {
            throw new IllegalStateException(
                    "board type " + type.name() + ": maxPlayers " + maxPlayers + ": must be 1 to " + MAX_PLAYERS);
        }
        if (interval.compareTo(INTERVAL_MIN) < 0 || interval.compareTo(INTERVAL_MAX) > 0) {
            throw new IllegalStateException(
                    "board type " + type.name() + ": tickInterval " + interval + ": must be 1 ms to 10 s");
        }
    }
}
