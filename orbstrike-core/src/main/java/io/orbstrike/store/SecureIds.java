package io.orbstrike.store;

import static java.util.Objects.requireNonNull;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/**
 * Where everything comes from that nobody may guess: incarnations, seeds of boards, secrets of idempotency keys.
 *
 * <p>Thread-safe if its source is; the default is.
 */
public final class SecureIds {

    private static final int SECRET_BYTES = 32;

    private final RandomGenerator source;

    private SecureIds(RandomGenerator source) {
        this.source = source;
    }

    /**
     * Ids from the machine's secure random.
     *
     * @return a new source
     */
    public static SecureIds create() {
        return new SecureIds(new SecureRandom());
    }

    /**
     * Ids from a given source: a seeded one makes a simulation repeat itself, and is no source of secrets.
     *
     * @param source draws the bits
     * @return ids that are as hard to guess as the source
     */
    public static SecureIds from(RandomGenerator source) {
        return new SecureIds(requireNonNull(source, "source"));
    }

    /**
     * Draws the identity of a process.
     *
     * @return 128 random bits
     */
    public Incarnation incarnation() {
        return new Incarnation(source.nextLong(), source.nextLong());
    }

    /**
     * Draws the seed of a board.
     *
     * @return 64 random bits
     */
    public long seed() {
        return source.nextLong();
    }

    /**
     * Draws a secret: for an idempotency key, a signing key, a cluster.
     *
     * @return 32 random bytes
     */
    public byte[] secret() {
        byte[] secret = new byte[SECRET_BYTES];
        source.nextBytes(secret);
        return secret;
    }
}
