package io.orbstrike.host;

import io.orbstrike.board.BoardStepper.PlayerEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells players and viewers in a LAST frame that, and why, their time on a board is over.
 *
 * <p>Confined to the tick thread.
 *
 * @param <I> what a player wants
 */
final class Farewells<I> {

    private final HostedBoard<?, I> handle;
    private final Publisher publisher;
    private final BoardSchedule schedule;
    private final List<Departure<I>> departures = new ArrayList<>();
    private TickCounters counters;

    Farewells(HostedBoard<?, I> handle, Publisher publisher, BoardSchedule schedule, TickCounters counters) {
        this.handle = handle;
        this.publisher = publisher;
        this.schedule = schedule;
        this.counters = counters;
    }

    /** Says where to count from now on. */
    void countWith(TickCounters newCounters) {
        counters = newCounters;
    }

    /** A stay that the step has ended. */
    @SuppressWarnings("ArrayRecordComponent") // lives within one step, never compared
    private record Departure<I>(Stay<I> stay, StayEndReason reason, byte[] detail, List<byte[]> events) {}

    /** Notes that a stay ends with a step, whose frame passes its viewer by from now on. */
    void add(Stay<I> stay, StayEndReason reason, byte[] detail, long tick) {
        if (stay.viewer != null) {
            stay.viewer.setEndTick(tick);
        }
        departures.add(new Departure<>(stay, reason, detail, new ArrayList<>(0)));
    }

    /** Takes up a private event of the step for a player whose stay ends; one for nobody is dropped. */
    void addEvent(PlayerEvent event) {
        for (int i = 0; i < departures.size(); i++) {
            if (departures.get(i).stay().index == event.index()) {
                departures.get(i).events().add(event.event());
                return;
            }
        }
        counters.eventsDropped.increment();
    }

    /** Hands over the LAST frames of the stays that end, and tells the listener. */
    void say(long tick) {
        for (int i = 0; i < departures.size(); i++) {
            Departure<I> departure = departures.get(i);
            Stay<I> stay = departure.stay();
            if (stay.viewer != null) {
                end(stay.viewer, tick, departure.reason(), departure.detail(), stay.applied(), departure.events());
            } else {
                int waiting = stay.takeEvents().size();
                counters.eventsDropped.add(waiting + departure.events().size());
            }
            handle.tellStayEnded(stay.player, departure.reason(), tick);
        }
        departures.clear();
    }

    /** Hands over LAST frames to all viewers of a board that has ended. */
    void sayToAll(
            long tick, StayEndReason reason, byte[] detail, PlayerTable<?, I> players, List<PrivateEvent> events) {
        for (Viewer viewer : List.copyOf(publisher.viewers())) {
            List<byte[]> own = new ArrayList<>(0);
            for (PrivateEvent event : events) {
                if (event.viewer() == viewer) {
                    own.add(event.event());
                }
            }
            Stay<I> stay = players.at(viewer.playerIndex());
            viewer.setEndTick(tick);
            end(viewer, tick, reason, detail, stay == null ? 0 : stay.applied(), own);
        }
    }

    private void end(Viewer viewer, long tick, StayEndReason reason, byte[] detail, long applied, List<byte[]> events) {
        LastFrame last = LastFrame.of(handle.epoch(), tick, schedule.slotsDropped(), reason, detail, applied, events);
        publisher.end(viewer, last, new StreamEnd.StayEnded(reason));
    }
}
