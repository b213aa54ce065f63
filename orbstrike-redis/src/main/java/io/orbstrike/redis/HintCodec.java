package io.orbstrike.redis;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.StoreHints.Attached;
import io.orbstrike.store.StoreHints.Awaited;
import io.orbstrike.store.StoreHints.Declined;
import io.orbstrike.store.StoreHints.Hint;
import io.orbstrike.store.StoreHints.LeaderChanged;
import io.orbstrike.store.StoreHints.Suspected;
import java.util.Optional;

/** How a hint is written into a message: one line of words. */
final class HintCodec {

    private HintCodec() {}

    static byte[] encoded(Hint hint) {
        if (hint instanceof Attached attached) {
            return BoardCodec.bytes("attached " + attached.board() + " " + attached.token());
        }
        if (hint instanceof Declined declined) {
            return BoardCodec.bytes("declined " + declined.board() + " " + declined.token());
        }
        if (hint instanceof Awaited awaited) {
            return BoardCodec.bytes("awaited " + awaited.board());
        }
        if (hint instanceof LeaderChanged changed) {
            return BoardCodec.bytes("leader " + changed.term());
        }
        if (hint instanceof Suspected suspected) {
            return BoardCodec.bytes("suspected " + suspected.gameserver());
        }
        throw new IllegalArgumentException(
                "a hint of the kind " + hint.getClass().getSimpleName());
    }

    /** Reads a hint; empty if it is of a kind that this build does not know. */
    static Optional<Hint> decoded(String message) {
        String[] words = message.split(" ", -1);
        try {
            if (words.length == 3 && words[0].equals("attached")) {
                return Optional.of(new Attached(BoardId.parse(words[1]), Reply.token(words[2])));
            }
            if (words.length == 3 && words[0].equals("declined")) {
                return Optional.of(new Declined(BoardId.parse(words[1]), Reply.token(words[2])));
            }
            if (words.length == 2 && words[0].equals("awaited")) {
                return Optional.of(new Awaited(BoardId.parse(words[1])));
            }
            if (words.length == 2 && words[0].equals("leader")) {
                return Optional.of(new LeaderChanged(Long.parseLong(words[1])));
            }
            if (words.length == 2 && words[0].equals("suspected")) {
                return Optional.of(new Suspected(Incarnation.parse(words[1])));
            }
        } catch (InvalidValueException | IllegalArgumentException | IllegalStateException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }
}
