package io.orbstrike.store;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.InvalidValueException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The hash of a secret that a client draws for one creation or join, so that repeating the call changes nothing. The
 * secret itself is not kept.
 *
 * <p>Immutable.
 *
 * @param hash SHA-256 of the secret, 64 lower-case hexadecimal digits
 */
public record IdempotencyKey(String hash) {

    private static final int SECRET_BYTES_MIN = 16;
    private static final int SECRET_BYTES_MAX = 64;
    private static final int HASH_DIGITS = 64;

    /**
     * Checks the form.
     *
     * @param hash SHA-256 of the secret, 64 lower-case hexadecimal digits
     * @throws IllegalArgumentException if it is no SHA-256 in hexadecimal
     */
    public IdempotencyKey {
        if (hash.length() != HASH_DIGITS || !hash.chars().allMatch(HexFormat::isHexDigit)) {
            throw new IllegalArgumentException(
                    "hash of " + hash.length() + " characters: must be 64 hexadecimal digits");
        }
    }

    /**
     * Hashes a secret.
     *
     * @param secret 16 to 64 random bytes
     * @return its key
     * @throws InvalidValueException if the length is outside
     */
    public static IdempotencyKey of(byte[] secret) {
        InvalidValueException.requireInRange(
                "length of idempotency_key", secret.length, SECRET_BYTES_MIN, SECRET_BYTES_MAX, "bytes");
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret);
            return new IdempotencyKey(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-256, which every JVM must have", e);
        }
    }

    /**
     * The id of the board that is created with this key: the first 128 bits of the hash.
     *
     * @return always the same
     */
    public BoardId boardId() {
        ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(hash, 0, HASH_DIGITS / 2));
        return new BoardId(bytes.getLong(), bytes.getLong());
    }
}
