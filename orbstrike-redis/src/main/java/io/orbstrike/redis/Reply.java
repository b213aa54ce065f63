package io.orbstrike.redis;

import static java.util.Objects.requireNonNull;

import io.orbstrike.store.Epoch;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Token;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Redis answered, read as what it has to be. What it never answers unless somebody else wrote the keys is an
 * {@link IllegalStateException}.
 */
final class Reply {

    private final List<?> parts;

    private Reply(List<?> parts) {
        this.parts = parts;
    }

    static Reply of(@Nullable Object reply) {
        if (reply instanceof List<?> parts && !parts.isEmpty()) {
            return new Reply(parts);
        }
        throw new IllegalStateException("Redis answered " + kind(reply) + " where a list was expected");
    }

    /** The word that a script's answer begins with. */
    String word() {
        return text(0);
    }

    boolean isWord(String word) {
        return word().equals(word);
    }

    String text(int index) {
        return text(part(index));
    }

    byte[] bytes(int index) {
        return bytes(part(index));
    }

    long number(int index) {
        return number(part(index));
    }

    Token token(int index) {
        return token(text(index));
    }

    Epoch epoch(int index) {
        return new Epoch(number(index));
    }

    List<?> list(int index) {
        return part(index) instanceof List<?> list ? list : List.of();
    }

    private @Nullable Object part(int index) {
        if (index >= parts.size()) {
            throw new IllegalStateException("Redis answered " + parts.size() + " parts, not part " + index);
        }
        return parts.get(index);
    }

    static String text(@Nullable Object part) {
        return new String(bytes(part), StandardCharsets.UTF_8);
    }

    static byte[] bytes(@Nullable Object part) {
        if (part instanceof byte[] bytes) {
            return bytes;
        }
        throw new IllegalStateException("Redis answered " + kind(part) + " where bytes were expected");
    }

    static long number(@Nullable Object part) {
        try {
            return part instanceof Long number ? number : Long.parseLong(text(part));
        } catch (NumberFormatException e) {
            throw new IllegalStateException("Redis answered text where a number was expected", e);
        }
    }

    static Token token(String text) {
        int slash = text.indexOf('/');
        if (slash < 1) {
            throw new IllegalStateException("a token of " + text.length() + " characters has no slash");
        }
        return new Token(
                new Epoch(Long.parseLong(text.substring(0, slash))), Incarnation.parse(text.substring(slash + 1)));
    }

    static byte[] ascii(Object value) {
        return requireNonNull(value.toString(), "text").getBytes(StandardCharsets.UTF_8);
    }

    static byte[] ascii(long value) {
        return Long.toString(value).getBytes(StandardCharsets.US_ASCII);
    }

    private static String kind(@Nullable Object reply) {
        return reply == null ? "nothing" : reply.getClass().getSimpleName();
    }
}
