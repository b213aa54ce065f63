package io.orbstrike.host;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.PlayerId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is on a board, and which places are taken or kept.
 *
 * <p>Confined to the tick thread.
 *
 * @param <J> what a player brings when he joins
 * @param <I> what a player wants
 */
final class PlayerTable<J, I> {

    private final int maxPlayers;
    private final BitSet taken = new BitSet();
    private final Map<PlayerId, Stay<I>> byPlayer = new HashMap<>();
    private final Map<Reservation, J> reservations = new LinkedHashMap<>();
    private final Map<Integer, J> joining = new LinkedHashMap<>();
    private @Nullable Stay<I>[] byIndex = newStays(8);
    private int takenCount;

    PlayerTable(int maxPlayers) {
        this.maxPlayers = maxPlayers;
    }

    /** How many players there are, reservations left out. */
    int size() {
        return byPlayer.size();
    }

    /** How many players the board knows of. */
    int countOnBoard() {
        return byPlayer.size() - joining.size();
    }

    int reservationCount() {
        return reservations.size();
    }

    boolean isFull() {
        return takenCount == maxPlayers;
    }

    /** Keeps the lowest free place. */
    Reservation reserve(J joinData) {
        int index = taken.nextClearBit(0);
        take(index);
        Reservation reservation = new Reservation(index);
        reservations.put(reservation, joinData);
        return reservation;
    }

    /** What players bring whose joins the board does not know of yet. */
    Collection<J> pending() {
        if (reservations.isEmpty() && joining.isEmpty()) {
            return List.of();
        }
        List<J> pending = new ArrayList<>(reservations.values());
        pending.addAll(joining.values());
        return pending;
    }

    /** Gives back the places of reservations that were released. */
    void freeReleased() {
        Iterator<Reservation> each = reservations.keySet().iterator();
        while (each.hasNext()) {
            Reservation reservation = each.next();
            if (reservation.isReleased()) {
                each.remove();
                free(reservation.index());
            }
        }
    }

    boolean isHeld(Reservation reservation) {
        return reservations.containsKey(reservation);
    }

    /** Turns a reservation that is held into a stay; returns what the player brings. */
    J enter(Reservation reservation, Stay<I> stay) {
        J joinData = requireNonNull(reservations.remove(reservation), "a reservation that is held");
        joining.put(stay.index, joinData);
        put(stay);
        return joinData;
    }

    /** Starts a stay at its place, which is free. */
    void enter(Stay<I> stay, J joinData) {
        take(stay.index);
        joining.put(stay.index, joinData);
        put(stay);
    }

    /** Puts back a stay that a snapshot holds. */
    void restore(Stay<I> stay) {
        take(stay.index);
        put(stay);
    }

    /** The board knows now of all who entered. */
    void joinsApplied() {
        if (!joining.isEmpty()) {
            joining.clear();
        }
    }

    /** Ends a stay and frees its place. */
    void remove(Stay<I> stay) {
        byPlayer.remove(stay.player);
        byIndex[stay.index] = null;
        free(stay.index);
    }

    @Nullable
    Stay<I> at(int index) {
        return index >= 0 && index < byIndex.length ? byIndex[index] : null;
    }

    @Nullable
    Stay<I> of(PlayerId player) {
        return byPlayer.get(player);
    }

    /** Everybody's ids, rising. */
    List<PlayerId> ids() {
        List<PlayerId> ids = new ArrayList<>(byPlayer.keySet());
        Collections.sort(ids);
        return ids;
    }

    /** One above the highest index that a player may have now. */
    int indexBound() {
        return taken.length();
    }

    private void put(Stay<I> stay) {
        if (stay.index >= byIndex.length) {
            byIndex = Arrays.copyOf(byIndex, Math.max(stay.index + 1, byIndex.length * 2));
        }
        byIndex[stay.index] = stay;
        byPlayer.put(stay.player, stay);
    }

    private void take(int index) {
        taken.set(index);
        takenCount++;
    }

    private void free(int index) {
        taken.clear(index);
        takenCount--;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    private static <I> @Nullable Stay<I>[] newStays(int length) {
        return (@Nullable Stay<I>[]) new Stay[length];
    }
}
