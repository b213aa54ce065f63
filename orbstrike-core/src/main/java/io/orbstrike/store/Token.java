package io.orbstrike.store;

import static java.util.Objects.requireNonNull;

/**
 * What proves that a gameserver holds a board (ATTACH-1). The store accepts a change of a board only with its token.
 *
 * <p>Immutable.
 *
 * @param epoch the attachment's epoch
 * @param holder the incarnation of the gameserver that the board is attached to
 */
public record Token(Epoch epoch, Incarnation holder) {

    /**
     * Requires both.
     *
     * @param epoch the attachment's epoch
     * @param holder the incarnation of the gameserver that the board is attached to
     */
    public Token {
        requireNonNull(epoch, "epoch");
        requireNonNull(holder, "holder");
    }

    /**
     * Tells whether a write with this token loses against a record's token (ATTACH-3): its epoch is lower, or it is the
     * same and the holder is another.
     *
     * @param recorded the token that the store has
     * @return true if the write is to be refused
     */
    public boolean isFencedBy(Token recorded) {
        int order = epoch.compareTo(recorded.epoch);
        return order < 0 || (order == 0 && !holder.equals(recorded.holder));
    }

    @Override
    public String toString() {
        return epoch + "/" + holder;
    }
}
