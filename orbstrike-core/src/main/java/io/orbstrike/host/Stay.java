package io.orbstrike.host;

import io.orbstrike.board.PlayerId;
import io.orbstrike.board.TickInputs;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A player's time on a board: his place, his stream, his inputs.
 *
 * <p>Confined to the tick thread, but for the mailbox.
 *
 * @param <I> what a player wants
 */
@SuppressWarnings("ReferenceEquality") // an offer of the same number and value is another offer
final class Stay<I> {

    final int index;
    final PlayerId player;

    /** The player's id as a number: captures read it of all players, and find few objects in the cache. */
    final long playerNumber;

    final InputMailbox<I> mailbox;

    /** The open stream, if any. */
    @Nullable
    Viewer viewer;

    /** The newest stream seen, also after it has ended. */
    @Nullable
    StreamNumber newestStream;

    /** Whether a step has put him on the board. */
    boolean onBoard;

    /** Whether the board knows of a stream. */
    boolean connectedOnBoard;

    /** Whether a stream ended since the last step, also if another has followed. */
    boolean dropped;

    /** Whether this stay is listed for the next step's connection changes. */
    boolean connectionChanged;

    /** Whether a leave is due in the next step. */
    boolean leaving;

    /** Why he leaves. */
    StayEndReason leavingReason = StayEndReason.LEFT;

    /** The tick after which he has had no stream; meaningless while he has one. */
    long disconnectedTick;

    /** The sequence of the state input that holds, 0 if there was none. */
    long heldSequence;

    /** The state input that holds, or that held until the board forgot it. */
    @Nullable
    I held;

    /** Whether the board has forgotten the held input because the player was disconnected. */
    boolean forgotten;

    private final ArrayList<SequencedInput<I>> events = new ArrayList<>(0);
    private @Nullable ArrayDeque<byte[]> awayEvents;
    private @Nullable SequencedInput<I> consumed;
    private long applied;

    Stay(int index, PlayerId player, int eventInputsMax) {
        this.index = index;
        this.player = player;
        this.playerNumber = player.value();
        this.mailbox = new InputMailbox<>(eventInputsMax);
    }

    /** The sequence of the last applied input, 0 before the first. */
    long applied() {
        return applied;
    }

    /** Takes up what a snapshot says. */
    void restore(long appliedSequence, long heldStateSequence, @Nullable I heldState) {
        applied = appliedSequence;
        mailbox.setApplied(appliedSequence);
        heldSequence = heldStateSequence;
        held = heldState;
        forgotten = true;
    }

    /**
     * Moves what is due from the mailbox to a step's inputs, in the order of the sequence. At most as many events as the
     * queue holds; if there may be more, the player is marked again. Without a stream a state is not taken up: the player
     * counts as wanting nothing.
     *
     * @return how many inputs were dropped because they were not above the last applied one, or came without a stream
     */
    <J> int collectInputs(TickInputs<J, I> into, InputSignals signals, int eventsMax) {
        SequencedInput<I> state = mailbox.state();
        SequencedInput<I> event = mailbox.pollEvent();
        if (event != null) {
            long newest = 0;
            do {
                events.add(event);
                newest = Math.max(newest, event.sequence());
                event = events.size() == eventsMax ? null : mailbox.pollEvent();
            } while (event != null);
            if (events.size() == eventsMax) {
                signals.mark(index);
            }
            SequencedInput<I> again = mailbox.state();
            if (again != null && again.sequence() < newest) {
                state = again;
            }
        }
        int dropped = 0;
        if (state == consumed) {
            state = null;
        } else if (viewer == null) {
            if (state != null) {
                mailbox.withdraw(state); // no frame acknowledges it, so the next stream may number from below it
                dropped = 1;
            }
            state = null;
        }
        for (int i = 0; i < events.size(); i++) {
            SequencedInput<I> next = events.get(i);
            if (state != null && state.sequence() < next.sequence()) {
                dropped += applyState(state, into) ? 0 : 1;
                state = null;
            }
            if (next.sequence() > applied) {
                applied = next.sequence();
                into.addInput(index, next.sequence(), next.input());
            } else {
                dropped++;
            }
        }
        events.clear();
        if (state != null) {
            dropped += applyState(state, into) ? 0 : 1;
        }
        mailbox.setApplied(applied);
        return dropped;
    }

    /** Keeps a private event for the next stream; returns how many were dropped for it. */
    int keepEvent(byte[] event, int eventsMax) {
        if (awayEvents == null) {
            awayEvents = new ArrayDeque<>();
        }
        awayEvents.add(event);
        if (awayEvents.size() > eventsMax) {
            awayEvents.remove();
            return 1;
        }
        return 0;
    }

    /** Hands over the private events that waited for a stream. */
    List<byte[]> takeEvents() {
        if (awayEvents == null) {
            return List.of();
        }
        List<byte[]> taken = List.copyOf(awayEvents);
        awayEvents = null;
        return taken;
    }

    private <J> boolean applyState(SequencedInput<I> state, TickInputs<J, I> into) {
        consumed = state;
        boolean again = forgotten && state.sequence() == heldSequence;
        if (state.sequence() <= applied && !again) {
            return false;
        }
        applied = Math.max(applied, state.sequence());
        heldSequence = state.sequence();
        held = state.input();
        forgotten = false;
        into.addInput(index, state.sequence(), state.input());
        return true;
    }
}
