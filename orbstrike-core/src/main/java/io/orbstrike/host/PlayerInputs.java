package io.orbstrike.host;

import io.orbstrike.board.BoardType;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.InputKind;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.board.MalformedBytesException;

/**
 * The way of one stream's inputs into a stay's mailbox.
 *
 * <p>Confined to the viewer's lane.
 *
 * @param <I> what a player wants
 */
final class PlayerInputs<I> {

    private final BoardType<?, ?, I> type;
    private final InputMailbox<I> mailbox;
    private final InputSignals signals;
    private final int index;
    private long newestState;
    private long newestEvent;

    PlayerInputs(BoardType<?, ?, I> type, InputMailbox<I> mailbox, InputSignals signals, int index) {
        this.type = type;
        this.mailbox = mailbox;
        this.signals = signals;
        this.index = index;
    }

    /** What became of an input. */
    enum Offer {
        TAKEN,
        DROPPED,
        FULL
    }

    Offer offer(InputKind kind, long sequence, byte[] bytes) {
        if (sequence < 1) {
            throw new InvalidValueException("sequence", Long.toUnsignedString(sequence), "1 to 2^63 - 1");
        }
        if (kind == InputKind.STATE && sequence <= newestState) {
            return Offer.DROPPED; // every message repeats the newest one
        }
        if (kind == InputKind.EVENT && (sequence <= newestEvent || sequence <= mailbox.applied())) {
            return Offer.DROPPED; // every message repeats those that no frame has acknowledged
        }
        I input = decode(kind, bytes);
        SequencedInput<I> offered = new SequencedInput<>(sequence, input);
        if (kind == InputKind.STATE) {
            newestState = sequence;
            if (!mailbox.offerState(offered)) {
                return Offer.DROPPED;
            }
        } else if (!mailbox.offerEvent(offered)) {
            return Offer.FULL;
        } else {
            newestEvent = sequence;
        }
        signals.mark(index);
        return Offer.TAKEN;
    }

    private I decode(InputKind kind, byte[] bytes) throws MalformedBytesException {
        ByteReader in = new ByteReader(bytes);
        I input = type.inputCodec().decode(in);
        in.requireEnd();
        InputKind actual = type.kindOf(input);
        if (actual != kind) {
            throw new InvalidValueException("kind of input", kind.name(), actual.name() + " for this input");
        }
        return input;
    }
}
