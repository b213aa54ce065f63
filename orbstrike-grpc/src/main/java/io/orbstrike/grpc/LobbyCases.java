package io.orbstrike.grpc;

import io.orbstrike.board.InvalidValueException;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.grpc.UnaryHandler.Call;
import io.orbstrike.grpc.v1.BoardInfo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a lobby's outcomes are said as statuses, to players and between processes; {@link LobbyAnswers} reads them back.
 * What a service answers on success it adds itself.
 *
 * <p>Immutable.
 *
 * @param retryAfter when to look again for a board that is at another gameserver
 */
record LobbyCases(Duration retryAfter) {

    static final String KNOWN_TYPES_FACT = "known_types";
    static final String QUOTA_FACT = "quota";
    static final String MAX_PLAYERS_FACT = "max_players";
    static final String TYPES_SEPARATOR = ",";

    <P> Cases.Builder<Lobby.CreateOutcome, Call<P>> creation() {
        return Cases.<Lobby.CreateOutcome, Call<P>>of(Lobby.CreateOutcome.class)
                .on(Lobby.UnknownType.class, (unknown, call) -> call.fail(unknownType(unknown)))
                .on(Lobby.QuotaSpent.class, (spent, call) -> call.fail(quotaSpent(spent)))
                .on(
                        Lobby.NoRoom.class,
                        (noRoom, call) ->
                                call.fail(Failure.retryable(ErrorReason.NO_ROOM, noRoom.reason(), noRoom.retryAfter())))
                .on(Lobby.NotHere.class, (notHere, call) -> call.fail(notHere(notHere.epochMin())))
                .on(Lobby.NoSuchBoard.class, (none, call) -> call.fail(unknownBoard()))
                .on(Lobby.Quarantined.class, (quarantined, call) -> call.fail(quarantined()))
                .on(Lobby.Unavailable.class, (unavailable, call) -> call.fail(unavailable(unavailable)));
    }

    <P> Cases.Builder<Lobby.JoinOutcome, Call<P>> joining() {
        return Cases.<Lobby.JoinOutcome, Call<P>>of(Lobby.JoinOutcome.class)
                .on(Lobby.Full.class, (full, call) -> call.fail(full(full)))
                .on(
                        Lobby.Refused.class,
                        (refused, call) -> call.fail(Failure.of(ErrorReason.JOIN_REFUSED, refused.reason())))
                .on(Lobby.NotHere.class, (notHere, call) -> call.fail(notHere(notHere.epochMin())))
                .on(Lobby.NoSuchBoard.class, (none, call) -> call.fail(unknownBoard()))
                .on(Lobby.Quarantined.class, (quarantined, call) -> call.fail(quarantined()))
                .on(Lobby.Unavailable.class, (unavailable, call) -> call.fail(unavailable(unavailable)));
    }

    <P> Cases.Builder<Lobby.LeaveOutcome, Call<P>> leaving() {
        return Cases.<Lobby.LeaveOutcome, Call<P>>of(Lobby.LeaveOutcome.class)
                .on(Lobby.NotHere.class, (notHere, call) -> call.fail(notHere(notHere.epochMin())))
                .on(Lobby.NoSuchBoard.class, (none, call) -> call.fail(unknownBoard()))
                .on(Lobby.Quarantined.class, (quarantined, call) -> call.fail(quarantined()))
                .on(Lobby.Unavailable.class, (unavailable, call) -> call.fail(unavailable(unavailable)));
    }

    Failure notHere(long epochMin) {
        return epochMin == 0 ? notHere() : Failure.moved(epochMin, retryAfter);
    }

    Failure notHere() {
        return Failure.retryable(ErrorReason.BOARD_MOVED, "the board is at another gameserver", retryAfter);
    }

    static Failure unknownBoard() {
        return Failure.of(ErrorReason.UNKNOWN_BOARD, "there is no such board, or it has closed");
    }

    static BoardInfo info(Lobby.BoardFacts facts) {
        return BoardInfo.newBuilder()
                .setId(facts.id().toString())
                .setType(facts.type())
                .setPlayers(facts.players())
                .setMaxPlayers(facts.maxPlayers())
                .setTickIntervalNs(facts.tickInterval().toNanos())
                .setEpoch(facts.epoch())
                .setListed(facts.listed())
                .setQuarantined(facts.quarantined())
                .build();
    }

    private static Failure unknownType(Lobby.UnknownType unknown) {
        List<String> known = unknown.known();
        String bound = known.isEmpty() ? "a type, but none is known here" : String.join(" or ", known);
        Failure said = Failure.of(new InvalidValueException("type", "\"" + unknown.type() + "\"", bound));
        return said.withFacts(Map.of(KNOWN_TYPES_FACT, String.join(TYPES_SEPARATOR, known)));
    }

    private static Failure quotaSpent(Lobby.QuotaSpent spent) {
        String message = "a creator may create " + spent.quota() + " boards a day";
        return Failure.retryable(ErrorReason.QUOTA_SPENT, message, spent.retryAfter())
                .withFacts(Map.of(QUOTA_FACT, Long.toString(spent.quota())));
    }

    private static Failure full(Lobby.Full full) {
        return Failure.of(ErrorReason.BOARD_FULL, "the board is full: " + full.maxPlayers() + " players fit")
                .withFacts(Map.of(MAX_PLAYERS_FACT, Integer.toString(full.maxPlayers())));
    }

    private static Failure quarantined() {
        return Failure.of(ErrorReason.BOARD_QUARANTINED, "the board is in quarantine: it failed and is not ticked");
    }

    private static Failure unavailable(Lobby.Unavailable unavailable) {
        return new Failure(
                ErrorReason.UNAVAILABLE, unavailable.reason(), Optional.of(unavailable.retryAfter()), "", Map.of());
    }
}
