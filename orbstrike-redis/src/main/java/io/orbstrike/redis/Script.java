package io.orbstrike.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** What Redis does in one step, as a Lua script that it keeps under its SHA-1. */
@SuppressWarnings("ImmutableEnumChecker") // the arrays go to Jedis as they are, and are never changed
enum Script {
    CREATE(Effect.WRITES_IN_TIME),
    CLOSE(Effect.WRITES_IN_TIME),
    JOIN(Effect.WRITES_IN_TIME),
    LEAVE(Effect.WRITES_IN_TIME),
    ROSTER(Effect.READS),
    LOAD(Effect.READS),
    SAVE(Effect.WRITES),
    SAVE_LEAVING(Effect.WRITES),
    ASSERT(Effect.WRITES_IN_TIME),
    ATTACH(Effect.WRITES_IN_TIME),
    HAND_OVER(Effect.WRITES_IN_TIME),
    MARK(Effect.WRITES_IN_TIME),
    FORGET_DEATHS(Effect.WRITES_IN_TIME),
    INDEX_ENTER(Effect.WRITES_FOR_NOW),
    INDEX_REMOVE(Effect.WRITES_FOR_NOW),
    INDEX_FORGET(Effect.WRITES_FOR_NOW),
    LOGIN(Effect.WRITES_FOR_NOW),
    LEASE_END(Effect.WRITES_FOR_NOW),
    LEASE_FORGET(Effect.WRITES_FOR_NOW),
    LEASE_LIVE(Effect.READS),
    LEASES(Effect.READS),
    CAMPAIGN(Effect.WRITES_IN_TIME),
    REPORT(Effect.WRITES_FOR_NOW),
    RESIGN(Effect.WRITES_IN_TIME),
    LEADER(Effect.READS),
    QUOTA_ENTER(Effect.WRITES_IN_TIME),
    QUOTA_TAKE_BACK(Effect.WRITES_IN_TIME),
    LIST_ENTER(Effect.SHOWS),
    LIST_REMOVE(Effect.SHOWS),
    LIST_PAGE(Effect.READS);

    private final Effect effect;
    private final byte[] source;
    private final byte[] sha;

    Script(Effect effect) {
        this.effect = effect;
        byte[] own = resource(name().toLowerCase(Locale.ROOT));
        this.source = isBare() ? own : concatenated(own);
        this.sha = sha1(source);
    }

    byte[] source() {
        return source;
    }

    /** 40 hexadecimal digits. */
    byte[] sha() {
        return sha;
    }

    boolean reads() {
        return effect == Effect.READS;
    }

    /** Whether the first argument is the deadline in the store's clock. */
    boolean takesDeadline() {
        return effect == Effect.WRITES_IN_TIME || effect == Effect.WRITES_FOR_NOW;
    }

    /** Whether an answer waits for replicas, where that is asked for. */
    boolean isDurable() {
        return effect == Effect.WRITES || effect == Effect.WRITES_IN_TIME;
    }

    /** The prelude costs a save a tenth of its time. */
    private boolean isBare() {
        return this == SAVE;
    }

    private static byte[] concatenated(byte[] own) {
        byte[] prelude = resource("prelude");
        byte[] whole = new byte[prelude.length + own.length];
        System.arraycopy(prelude, 0, whole, 0, prelude.length);
        System.arraycopy(own, 0, whole, prelude.length, own.length);
        return whole;
    }

    private static byte[] resource(String name) {
        try (InputStream in = Script.class.getResourceAsStream(name + ".lua")) {
            if (in == null) {
                throw new IllegalStateException("script " + name + ".lua is not in the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] sha1(byte[] source) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(source);
            return HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-1, which every JVM must have", e);
        }
    }

    private enum Effect {
        READS,
        WRITES,
        /** Writes, and refuses to after its deadline. */
        WRITES_IN_TIME,
        /** The same, of what is soon written again: replicas are not waited for. */
        WRITES_FOR_NOW,
        /** Writes what only lists show. */
        SHOWS
    }
}
