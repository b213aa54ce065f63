package io.orbstrike.board;

/** The value of rules, join data or inputs that a game does not have. */
public enum None {
    /** The only value. */
    NONE
}
