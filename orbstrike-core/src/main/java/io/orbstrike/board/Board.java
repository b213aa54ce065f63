package io.orbstrike.board;

import java.time.Duration;
import java.util.Collection;

/**
 * One running board of a game: its state and the rules that change it.
 *
 * <p>A board changes only in the calls of one step, which come in this order: joins, leaves, connection changes, inputs,
 * then {@link #tick}. After the step it may be asked for keyframes, deltas and snapshots, which change nothing. The same
 * snapshot and the same {@link TickInputs} lead to the same bytes on any JVM: no clocks, no random but the context's, no
 * transcendental functions, no iteration over hash sets or maps.
 *
 * <p>A player is known by his index, a place in the board's columns from 0 to {@link #maxPlayers()} - 1, the lowest free
 * one at his join; it stays his until he leaves. A board that throws is quarantined: it is kept and shown, and ticks no
 * more.
 *
 * <p>Confined to the tick thread.
 *
 * @param <J> what a player brings when he joins
 * @param <I> what a player wants, state or event
 */
public interface Board<J, I> {

    /** The time between two steps of a board that does not say otherwise: 50 ms, so 20 steps a second. */
    Duration DEFAULT_TICK_INTERVAL = Duration.ofMillis(50);

    /**
     * How many players fit. Fixed for the board's life.
     *
     * @return 1 to 100,000
     */
    int maxPlayers();

    /**
     * How long a tick lasts. Fixed for the board's life.
     *
     * @return 1 ms to 10 s; 50 ms unless the game says otherwise
     */
    default Duration tickInterval() {
        return DEFAULT_TICK_INTERVAL;
    }

    /**
     * Decides whether a player may join; it must not change the board. Whether there is a free index has been checked.
     *
     * @param joinData what the player brings
     * @param pending what players bring who were admitted and whose joins are not yet durable
     * @return admitted, or refused with a reason
     */
    default Admission admit(J joinData, Collection<J> pending) {
        return Admission.admitted();
    }

    /**
     * A player is on the board from this step on. His join is durable.
     *
     * @param index his place
     * @param player his id
     * @param joinData what he brings, admitted before
     * @param context valid during the call
     */
    void onJoin(int index, PlayerId player, J joinData, BoardContext context);

    /**
     * A player is gone from this step on: he left, stayed away too long, or was eliminated by this board. After an
     * elimination the call comes at the end of the step, after {@link #tick}. His index may be given to another in the
     * next step.
     *
     * @param index his place
     * @param context valid during the call
     */
    void onLeave(int index, BoardContext context);

    /**
     * A player has a stream again, or for the first time.
     *
     * @param index his place
     * @param context valid during the call
     */
    default void onConnected(int index, BoardContext context) {}

    /**
     * A player has no stream any more. What he wanted is to be forgotten as if he wanted nothing; if he comes back and
     * wants the same, he says so again.
     *
     * @param index his place
     * @param context valid during the call
     */
    default void onDisconnected(int index, BoardContext context) {}

    /**
     * A player wants something. State inputs come once, when they change, and hold; event inputs come once each.
     *
     * @param index his place
     * @param input decoded and checked by the type's codec
     * @param context valid during the call
     */
    void onInput(int index, I input, BoardContext context);

    /**
     * Simulates one fixed step.
     *
     * @param context valid during the call
     */
    void tick(BoardContext context);

    /**
     * How many sections the board's frames have. Fixed for the board's life.
     *
     * @return 1 to 65,536
     */
    default int sectionCount() {
        return 1;
    }

    /**
     * Says which sections a player sees after this step. Asked only if there is more than one.
     *
     * @param index the player's place, or -1 for a viewer who does not play
     * @param seen empty at the call; receives the ids
     */
    default void sectionsSeenBy(int index, SectionSet seen) {
        seen.addAll();
    }

    /**
     * Writes a section's whole state as clients see it.
     *
     * @param section 0 to {@link #sectionCount()} - 1
     * @param out receives the bytes; what it held before stays
     */
    default void writeKeyframe(int section, ByteWriter out) {
        writeSnapshot(newestSnapshotVersion(), out);
    }

    /**
     * Writes what the last step changed in a section, for a client that knows the section as of the tick before.
     *
     * @param section 0 to {@link #sectionCount()} - 1
     * @param out receives the bytes; what it held before stays
     * @return true if the delta was written, which may be empty; false, with nothing written, if clients need the
     *     section's keyframe instead
     */
    default boolean writeDelta(int section, ByteWriter out) {
        return false;
    }

    /**
     * The newest snapshot version that {@link #writeSnapshot} writes.
     *
     * @return the newest of the type's {@link BoardType#snapshotVersions()}
     */
    default int newestSnapshotVersion() {
        return 1;
    }

    /**
     * Writes the full state, from which the type restores a board that goes on exactly as this one. Players' indexes and
     * ids are part of it as far as the game needs them; the random's state is kept by the host.
     *
     * @param version one of the type's {@link BoardType#snapshotVersions()}
     * @param out receives the bytes; what it held before stays
     */
    void writeSnapshot(int version, ByteWriter out);
}
