package io.orbstrike.grpc;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.board.MalformedBytesException;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.grpc.v1.BoardInfo;
import java.time.Duration;
import java.util.List;

/**
 * What statuses say of a lobby's outcomes, as {@link LobbyCases} wrote them.
 *
 * <p>Immutable.
 *
 * @param type that was asked for, empty where none was
 * @param retryAfter when to try again where the status does not say
 */
record LobbyAnswers(String type, Duration retryAfter) {

    Lobby.CreateOutcome creation(Failure failure) {
        return switch (failure.reason()) {
            case INVALID_VALUE -> unknownType(failure);
            case QUOTA_SPENT ->
                new Lobby.QuotaSpent(number(failure, LobbyCases.QUOTA_FACT), failure.retryAfter(retryAfter));
            case NO_ROOM -> new Lobby.NoRoom(failure.message(), failure.retryAfter(retryAfter));
            case BOARD_MOVED -> new Lobby.NotHere(failure.epoch());
            case UNKNOWN_BOARD -> Lobby.NoSuchBoard.INSTANCE;
            case BOARD_QUARANTINED -> Lobby.Quarantined.INSTANCE;
            default -> other(failure);
        };
    }

    Lobby.JoinOutcome joining(Failure failure) {
        return switch (failure.reason()) {
            case BOARD_FULL -> new Lobby.Full((int) number(failure, LobbyCases.MAX_PLAYERS_FACT));
            case JOIN_REFUSED -> new Lobby.Refused(failure.message());
            case BOARD_MOVED -> new Lobby.NotHere(failure.epoch());
            case UNKNOWN_BOARD -> Lobby.NoSuchBoard.INSTANCE;
            case BOARD_QUARANTINED -> Lobby.Quarantined.INSTANCE;
            default -> other(failure);
        };
    }

    Lobby.LeaveOutcome leaving(Failure failure) {
        return switch (failure.reason()) {
            case BOARD_MOVED -> new Lobby.NotHere(failure.epoch());
            case UNKNOWN_BOARD -> Lobby.NoSuchBoard.INSTANCE;
            case BOARD_QUARANTINED -> Lobby.Quarantined.INSTANCE;
            default -> other(failure);
        };
    }

    /** What no outcome of a call's own is: bad input is thrown, and of anything else nothing is known. */
    Lobby.Unavailable other(Failure failure) {
        throwBadInput(failure);
        return new Lobby.Unavailable(failure.message(), failure.retryAfter(retryAfter));
    }

    /**
     * Throws what a lobby fails with.
     *
     * @throws InvalidValueException if a value was out of its bounds
     * @throws MalformedBytesException if bytes were no encoding
     */
    static void throwBadInput(Failure failure) {
        if (failure.reason() == ErrorReason.INVALID_VALUE) {
            throw new InvalidValueException(
                    failure.field(), failure.fact(Failure.VALUE_FACT), failure.fact(Failure.BOUND_FACT));
        }
        if (failure.reason() == ErrorReason.MALFORMED_BYTES) {
            int offset = (int) number(failure, Failure.OFFSET_FACT);
            String prefix = failure.field() + " at byte " + offset + ": ";
            String message = failure.message();
            throw new MalformedBytesException(
                    offset, message.startsWith(prefix) ? message.substring(prefix.length()) : message);
        }
    }

    static Lobby.BoardFacts facts(BoardInfo info) {
        return new Lobby.BoardFacts(
                BoardId.parse(info.getId()),
                info.getType(),
                info.getPlayers(),
                info.getMaxPlayers(),
                Duration.ofNanos(info.getTickIntervalNs()),
                info.getEpoch(),
                info.getListed(),
                info.getQuarantined());
    }

    private Lobby.CreateOutcome unknownType(Failure failure) {
        String known = failure.facts().get(LobbyCases.KNOWN_TYPES_FACT);
        if (known == null) {
            return other(failure);
        }
        return new Lobby.UnknownType(
                type, known.isEmpty() ? List.of() : List.of(known.split(LobbyCases.TYPES_SEPARATOR, -1)));
    }

    private static long number(Failure failure, String fact) {
        String text = failure.fact(fact);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new InvalidValueException(fact, "\"" + text + "\"", "a number");
        }
    }
}
