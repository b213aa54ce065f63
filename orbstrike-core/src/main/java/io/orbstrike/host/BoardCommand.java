package io.orbstrike.host;

import io.orbstrike.board.PlayerId;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Something that other threads ask of a board.
 *
 * <p>Made on any thread, applied on the tick thread.
 *
 * @param <J> what a player brings when he joins
 * @param <I> what a player wants
 */
sealed interface BoardCommand<J, I> {

    /** Does it, between two steps. */
    void apply(TickingBoard<J, I> board);

    /** Does what can be done with a board in quarantine: by default nothing, and says so. */
    default void applyQuarantined(TickingBoard<J, I> board, BoardUnavailableException why) {
        refuse(why);
    }

    /** Does what can be done with a frozen board: by default nothing, and says so. */
    default void applyFrozen(TickingBoard<J, I> board, BoardUnavailableException why) {
        refuse(why);
    }

    /** Answers that it is not done; any thread. */
    void refuse(BoardUnavailableException why);

    /** Asks for a place. */
    record Reserve<J, I>(J joinData, CompletableFuture<ReserveOutcome> answer) implements BoardCommand<J, I> {
        @Override
        public void apply(TickingBoard<J, I> board) {
            answer.complete(board.reserve(joinData));
        }

        @Override
        public void refuse(BoardUnavailableException why) {
            answer.complete(
                    switch (why.reason()) {
                        case GONE -> ReserveOutcome.Gone.INSTANCE;
                        case QUARANTINED -> ReserveOutcome.Quarantined.INSTANCE;
                        case BUSY, FROZEN, FULL, REFUSED -> ReserveOutcome.Busy.INSTANCE;
                    });
        }
    }

    /** A command that the next step applies; no freeze comes between. */
    sealed interface Awaiting<J, I> extends BoardCommand<J, I> {

        /** Says that the step has applied it. */
        void complete();
    }

    /** Puts a player on the board who is on its roster; answered before the step with which he takes part. */
    record Join<J, I>(Reservation reservation, PlayerId player, CompletableFuture<Boolean> answer)
            implements Awaiting<J, I> {
        @Override
        public void apply(TickingBoard<J, I> board) {
            answer.complete(board.join(reservation, player, this));
        }

        @Override
        public void complete() {}

        @Override
        public void refuse(BoardUnavailableException why) {
            answerFalseIfGone(answer, why);
        }
    }

    /** Puts a player on the board under the next player id. */
    record JoinNext<J, I>(Reservation reservation, CompletableFuture<PlayerId> answer) implements BoardCommand<J, I> {
        @Override
        public void apply(TickingBoard<J, I> board) {
            PlayerId player = board.nextPlayer();
            if (!board.join(reservation, player, new Joining<>(player, answer))) {
                answer.completeExceptionally(new IllegalStateException("reservation of place " + reservation.index()
                        + ": used, released or of another board; reserve again"));
            }
        }

        @Override
        public void refuse(BoardUnavailableException why) {
            answer.completeExceptionally(why);
        }
    }

    /** What is left of {@link JoinNext} once there is an id. */
    record Joining<J, I>(PlayerId player, CompletableFuture<PlayerId> answer) implements Awaiting<J, I> {
        @Override
        public void apply(TickingBoard<J, I> board) {}

        @Override
        public void complete() {
            answer.complete(player);
        }

        @Override
        public void refuse(BoardUnavailableException why) {
            answer.completeExceptionally(why);
        }
    }

    /** Asks for a player's place. */
    record IndexOf<J, I>(PlayerId player, CompletableFuture<Integer> answer) implements BoardCommand<J, I> {
        @Override
        public void apply(TickingBoard<J, I> board) {
            answer.complete(board.indexOf(player));
        }

        @Override
        public void applyFrozen(TickingBoard<J, I> board, BoardUnavailableException why) {
            apply(board);
        }

        @Override
        public void refuse(BoardUnavailableException why) {
            answer.completeExceptionally(why);
        }
    }

    /** Takes a player off the board. */
    record Leave<J, I>(PlayerId player, CompletableFuture<Boolean> answer) implements Awaiting<J, I> {
        @Override
        public void apply(TickingBoard<J, I> board) {
            if (!board.leave(player, this)) {
                answer.complete(false);
            }
        }

        @Override
        public void complete() {
            answer.complete(true);
        }

        @Override
        public void refuse(BoardUnavailableException why) {
            answerFalseIfGone(answer, why);
        }
    }

    /** Opens a stream; {@code player} and {@code streamNumber} are null for one that does not play. */
    record Open<J, I>(
            @Nullable PlayerId player,
            @Nullable StreamNumber streamNumber,
            Lane lane,
            FrameSink sink,
            CompletableFuture<OpenOutcome> answer)
            implements BoardCommand<J, I> {
        @Override
        public void apply(TickingBoard<J, I> board) {
            OpenOutcome outcome = board.connections().open(player, streamNumber, lane, sink);
            boolean mayJoinYet = board.isRecovering() && outcome == OpenOutcome.UnknownPlayer.INSTANCE;
            answer.complete(mayJoinYet ? OpenOutcome.Busy.INSTANCE : outcome);
        }

        @Override
        public void refuse(BoardUnavailableException why) {
            answer.complete(
                    switch (why.reason()) {
                        case GONE -> OpenOutcome.Gone.INSTANCE;
                        case QUARANTINED -> OpenOutcome.Quarantined.INSTANCE;
                        case BUSY, FROZEN, FULL, REFUSED -> OpenOutcome.Busy.INSTANCE;
                    });
        }
    }

    /** Captures the state. */
    record Snapshot<J, I>(CompletableFuture<BoardSnapshot> answer) implements BoardCommand<J, I> {
        @Override
        public void apply(TickingBoard<J, I> board) {
            board.handle().answerSnapshot(answer);
        }

        @Override
        public void applyFrozen(TickingBoard<J, I> board, BoardUnavailableException why) {
            apply(board);
        }

        @Override
        public void applyQuarantined(TickingBoard<J, I> board, BoardUnavailableException why) {
            board.handle().answerLastSnapshot(answer, why);
        }

        @Override
        public void refuse(BoardUnavailableException why) {
            answer.completeExceptionally(why);
        }
    }

    /**
     * Stops the board after a step, and captures it; the step that commands wait for comes first, and one that is due within a
     * time.
     */
    record Freeze<J, I>(long number, long stepWithinNs, CompletableFuture<BoardSnapshot> answer)
            implements BoardCommand<J, I> {
        @Override
        public void apply(TickingBoard<J, I> board) {
            board.freezeSoon(this);
        }

        @Override
        public void applyFrozen(TickingBoard<J, I> board, BoardUnavailableException why) {
            apply(board);
        }

        @Override
        public void refuse(BoardUnavailableException why) {
            answer.completeExceptionally(why);
        }
    }

    /** Stops hosting the board, which goes on elsewhere or not at all. */
    record Detach<J, I>(StreamEnd end, CompletableFuture<BoardSnapshot> answer) implements BoardCommand<J, I> {
        @Override
        public void apply(TickingBoard<J, I> board) {
            board.handle().answerSnapshot(answer);
            board.handle().leaveHost(end);
        }

        @Override
        public void applyFrozen(TickingBoard<J, I> board, BoardUnavailableException why) {
            apply(board);
        }

        @Override
        public void applyQuarantined(TickingBoard<J, I> board, BoardUnavailableException why) {
            board.handle().answerLastSnapshot(answer, why);
            board.handle().leaveHost(end);
        }

        @Override
        public void refuse(BoardUnavailableException why) {
            answer.completeExceptionally(why);
        }
    }

    private static void answerFalseIfGone(CompletableFuture<Boolean> answer, BoardUnavailableException why) {
        if (why.reason() == BoardUnavailableException.Cause.GONE) {
            answer.complete(false);
        } else {
            answer.completeExceptionally(why);
        }
    }
}
