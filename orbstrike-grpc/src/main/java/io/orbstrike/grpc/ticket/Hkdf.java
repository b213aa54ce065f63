package io.orbstrike.grpc.ticket;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HKDF with SHA-256 (RFC 5869).
 *
 * <p>Thread-safe.
 */
final class Hkdf {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int HASH_BYTES = 32;
    private static final int OUTPUT_BYTES_MAX = 255 * HASH_BYTES;

    private Hkdf() {}

    /** Extracts without a salt, then expands under a label. */
    static byte[] derive(byte[] secret, String label, int lengthBytes) {
        return expand(extract(new byte[0], secret), label.getBytes(StandardCharsets.UTF_8), lengthBytes);
    }

    /** Section 2.2; an empty salt stands for a hash of zeros. */
    static byte[] extract(byte[] salt, byte[] inputKey) {
        return mac(salt.length == 0 ? new byte[HASH_BYTES] : salt).doFinal(inputKey);
    }

    /** Section 2.3. */
    static byte[] expand(byte[] pseudorandomKey, byte[] info, int lengthBytes) {
        if (lengthBytes < 1 || lengthBytes > OUTPUT_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a key of " + lengthBytes + " bytes: must be 1 to " + OUTPUT_BYTES_MAX + " bytes");
        }
        Mac mac = mac(pseudorandomKey);
        byte[] output = new byte[lengthBytes];
        byte[] block = new byte[0];
        int filled = 0;
        for (int counter = 1; filled < lengthBytes; counter++) {
            mac.update(block);
            mac.update(info);
            mac.update((byte) counter);
            block = mac.doFinal();
            int taken = Math.min(block.length, lengthBytes - filled);
            System.arraycopy(block, 0, output, filled, taken);
            filled += taken;
        }
        Arrays.fill(block, (byte) 0);
        return output;
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("this JVM has no " + ALGORITHM + ", which every JVM must have", e);
        }
    }
}
