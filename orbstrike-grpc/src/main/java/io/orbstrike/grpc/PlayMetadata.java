package io.orbstrike.grpc;

import io.grpc.Metadata;
import io.orbstrike.board.InvalidValueException;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of calls: how a ticket, a stream's number and the newest frame seen are written. The names are part of the
 * protocol.
 *
 * <p>Thread-safe.
 */
public final class PlayMetadata {

    /** "Bearer " and the ticket or credential, in requests that act for a player or an operator. */
    public static final Metadata.Key<String> AUTHORIZATION = key("authorization");

    /** The stream's number in decimal, 1 to 2^63 - 1, in Play requests. */
    public static final Metadata.Key<String> STREAM = key("orbstrike-stream");

    /** "EPOCH/TICK" in decimal of the newest frame seen, in Play requests of clients that have seen one. */
    public static final Metadata.Key<String> SEEN = key("orbstrike-seen");

    /** The board's epoch in decimal, in Play's response headers: all frames of the call are of it. */
    public static final Metadata.Key<String> EPOCH = key("orbstrike-epoch");

    /** The credential of a proxy, in its Play requests to gameservers. */
    static final Metadata.Key<String> CLUSTER = key("orbstrike-cluster");

    /** How many times the proxy has opened the client's stream, in decimal, in its Play requests to gameservers. */
    static final Metadata.Key<String> ATTEMPT = key("orbstrike-attempt");

    private static final String BEARER = "Bearer ";
    private static final int NUMBER_DIGITS_MAX = 19;

    private PlayMetadata() {}

    /**
     * The metadata that a Play request begins with.
     *
     * @param ticket as JoinBoard gave it
     * @param streamNumber 1 and above, higher than that of the player's earlier streams
     * @param seenEpoch of the newest frame seen, 0 if there is none
     * @param seenTick of the newest frame seen
     * @return fresh metadata
     */
    public static Metadata ofPlay(String ticket, long streamNumber, long seenEpoch, long seenTick) {
        Metadata headers = ofTicket(ticket);
        headers.put(STREAM, Long.toString(streamNumber));
        if (seenTick > 0) {
            headers.put(SEEN, seenEpoch + "/" + seenTick);
        }
        return headers;
    }

    /**
     * The metadata of a call that acts for a player.
     *
     * @param ticket as JoinBoard gave it
     * @return fresh metadata
     */
    public static Metadata ofTicket(String ticket) {
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, BEARER + ticket);
        return headers;
    }

    /**
     * The metadata of a call that acts for an operator.
     *
     * @param credential signed for the service that is called
     * @return fresh metadata
     */
    public static Metadata ofCredential(String credential) {
        return ofTicket(credential);
    }

    /** The text of the ticket or credential, or null if there is none. */
    static @Nullable String bearer(Metadata headers) {
        String value = headers.get(AUTHORIZATION);
        return value != null && value.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? value.substring(BEARER.length()).strip()
                : null;
    }

    /** The stream's number, 1 if there is none. */
    static long streamNumber(Metadata headers) {
        String value = headers.get(STREAM);
        return value == null ? 1 : number(STREAM.name(), value, value, 1);
    }

    /** How many times a proxy has opened the stream, 0 if there is no proxy. */
    static int attempt(Metadata headers) {
        String value = headers.get(ATTEMPT);
        long attempt = value == null ? 0 : number(ATTEMPT.name(), value, value, 0);
        return (int) InvalidValueException.requireInRange(ATTEMPT.name(), attempt, 0, Integer.MAX_VALUE, "");
    }

    /** The epoch of a response, -1 if it names none. */
    static long epoch(Metadata headers) {
        String value = headers.get(EPOCH);
        return value == null ? -1 : number(EPOCH.name(), value, value, 1);
    }

    /** The epoch of the newest frame seen, -1 if there is none. */
    static long seenEpoch(Metadata headers) {
        String value = headers.get(SEEN);
        if (value == null) {
            return -1;
        }
        int slash = value.indexOf('/');
        if (slash < 0) {
            throw new InvalidValueException(SEEN.name(), shortened(value), "EPOCH/TICK");
        }
        number(SEEN.name(), value, value.substring(slash + 1), 0);
        return number(SEEN.name(), value, value.substring(0, slash), 0);
    }

    private static long number(String name, String value, String digits, long min) {
        boolean isNumber = !digits.isEmpty()
                && digits.length() <= NUMBER_DIGITS_MAX
                && digits.chars().allMatch(PlayMetadata::isDigit);
        try {
            if (isNumber && Long.parseLong(digits) >= min) {
                return Long.parseLong(digits);
            }
        } catch (NumberFormatException e) {
            throw outside(name, value, min);
        }
        throw outside(name, value, min);
    }

    private static InvalidValueException outside(String name, String value, long min) {
        return new InvalidValueException(name, shortened(value), "decimal, " + min + " to " + Long.MAX_VALUE);
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }

    private static String shortened(String text) {
        return "\"" + (text.length() <= 40 ? text : text.substring(0, 40) + "...") + "\"";
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
