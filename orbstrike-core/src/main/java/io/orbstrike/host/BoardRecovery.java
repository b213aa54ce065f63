package io.orbstrike.host;

import io.orbstrike.board.PlayerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Brings a board's players to agree with its roster (ROSTER-2), by the inputs of its first steps.
 *
 * <p>Made on any thread; then confined to the thread that has the board's claim.
 *
 * @param <J> what a player brings when he joins
 * @param <I> what a player wants
 */
final class BoardRecovery<J, I> {

    /* Who joined after the snapshot was captured has a number above the snapshot's. Whoever has a lower one and is not in
     * it has left the game since, and so has who stands at a place that a later one was given.
     *
     * Leaves go with one step and joins with the next, as they once came: a board may rely on what it admitted, such as a
     * name that was free again, and the place of a join must be free.
     */

    private final CompletableFuture<RecoveredBoard<J, I>> answer = new CompletableFuture<>();
    private final SortedMap<PlayerId, RosterPlayer<J>> roster;
    private List<PlayerId> leaving;
    private List<RosterPlayer<J>> joining;

    private BoardRecovery(
            SortedMap<PlayerId, RosterPlayer<J>> roster, List<PlayerId> leaving, List<RosterPlayer<J>> joining) {
        this.roster = roster;
        this.leaving = leaving;
        this.joining = joining;
    }

    /**
     * Says who leaves and who joins.
     *
     * @param snapshot what the board comes back from, null if it is new
     * @throws IllegalArgumentException if the roster has a player twice or a place that the board has not
     */
    static <J, I> BoardRecovery<J, I> of(
            @Nullable SnapshotEnvelope<J, I> snapshot, List<RosterPlayer<J>> roster, int maxPlayers) {
        SortedMap<PlayerId, RosterPlayer<J>> byId = new TreeMap<>();
        for (RosterPlayer<J> entry : roster) {
            requirePlace(entry, maxPlayers);
            if (byId.put(entry.player(), entry) != null) {
                throw new IllegalArgumentException("player " + entry.player() + ": is on the roster twice");
            }
        }
        SortedMap<PlayerId, Integer> captured = new TreeMap<>();
        if (snapshot != null) {
            snapshot.players().forEach(player -> captured.put(player.player(), player.index()));
        }
        long contained = snapshot == null ? 0 : snapshot.rosterNumber();
        Map<Integer, PlayerId> holders = new HashMap<>();
        List<RosterPlayer<J>> newer = new ArrayList<>();
        for (RosterPlayer<J> entry : byId.values()) {
            Integer place = captured.get(entry.player());
            if (place != null) {
                holders.put(place, entry.player());
            } else if (entry.player().value() > contained) {
                holders.put(entry.index(), entry.player());
                newer.add(entry);
            }
        }
        List<PlayerId> leaving = new ArrayList<>();
        captured.forEach((player, place) -> {
            if (!player.equals(holders.get(place))) {
                leaving.add(player);
            }
        });
        newer.removeIf(entry -> !entry.player().equals(holders.get(entry.index())));
        return new BoardRecovery<>(byId, leaving, newer);
    }

    CompletionStage<RecoveredBoard<J, I>> answer() {
        return answer;
    }

    /** Adds to the next step what is due with it. */
    void beforeStep(TickingBoard<J, I> board) {
        if (leaving.isEmpty()) {
            joining.forEach(board::putOn);
            joining = List.of();
        } else {
            leaving.forEach(board::takeOff);
            leaving = List.of();
        }
    }

    /** Whether no step is needed any more. */
    boolean isApplied() {
        return leaving.isEmpty() && joining.isEmpty();
    }

    /** Says who is on the board now that the steps are done. */
    void complete(HostedBoard<J, I> board, PlayerTable<J, I> onBoard) {
        List<PlayerId> gone = new ArrayList<>();
        for (PlayerId player : roster.keySet()) {
            if (onBoard.of(player) == null) {
                gone.add(player);
            }
        }
        answer.complete(new RecoveredBoard<>(board, onBoard.ids(), gone));
    }

    void fail(Throwable failure) {
        answer.completeExceptionally(failure);
    }

    private static void requirePlace(RosterPlayer<?> entry, int maxPlayers) {
        if (entry.index() >= maxPlayers) {
            throw new IllegalArgumentException("player " + entry.player() + " at place " + entry.index()
                    + ": the board has places 0 to " + (maxPlayers - 1));
        }
    }
}
