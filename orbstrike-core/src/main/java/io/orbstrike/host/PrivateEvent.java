package io.orbstrike.host;

/**
 * What a step sent to one player who has a stream, on its way there.
 *
 * <p>Immutable; nobody changes the array.
 *
 * @param viewer the player's stream as of that step
 * @param event in the game's own encoding
 */
@SuppressWarnings("ArrayRecordComponent") // carried once from the step to the frame, never compared
record PrivateEvent(Viewer viewer, byte[] event) {}
