package io.orbstrike.board;

/** How an input is carried from a player to the board. */
public enum InputKind {
    /**
     * What the player wants until he says otherwise, absolute and never a toggle. The newest wins and holds until it is
     * replaced or the player disconnects; older ones that no tick has seen are skipped.
     */
    STATE,
    /** Something that the player does once. Events wait in a bounded queue and each is applied once, in order. */
    EVENT
}
