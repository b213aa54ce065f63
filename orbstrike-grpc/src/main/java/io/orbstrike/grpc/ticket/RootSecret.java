package io.orbstrike.grpc.ticket;

/**
 * The one secret of a cluster, from which every key is derived by HKDF-SHA256 (RFC 5869, no salt) under a label of its
 * own. It shows itself nowhere.
 *
 * <p>Immutable.
 */
public final class RootSecret {

    /** The least length, in bytes. */
    public static final int BYTES_MIN = 32;

    private final byte[] bytes;

    private RootSecret(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Takes a secret that every process of the cluster has.
     *
     * @param bytes at least {@value #BYTES_MIN}; copied
     * @return the secret
     * @throws IllegalArgumentException if there are fewer
     */
    public static RootSecret of(byte[] bytes) {
        if (bytes.length < BYTES_MIN) {
            throw new IllegalArgumentException(
                    "a root secret of " + bytes.length + " bytes: must be at least " + BYTES_MIN + " bytes");
        }
        return new RootSecret(bytes.clone());
    }

    /**
     * Derives a key.
     *
     * @param label what the key is for; another label gives an unrelated key
     * @param lengthBytes 1 to 8,160
     * @return always the same key for the same label and length of the same secret
     * @throws IllegalArgumentException if the length is outside
     */
    public byte[] derive(String label, int lengthBytes) {
        return Hkdf.derive(bytes, label, lengthBytes);
    }

    /**
     * Hides the secret.
     *
     * @return the same text for every secret
     */
    @Override
    public String toString() {
        return "RootSecret[hidden]";
    }
}
