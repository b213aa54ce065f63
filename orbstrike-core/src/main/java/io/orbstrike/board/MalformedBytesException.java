package io.orbstrike.board;

/**
 * Bytes from outside that are no encoding of anything: cut short, overlong, or of an unknown form. It changes nothing;
 * the caller tells the sender, over gRPC as INVALID_ARGUMENT.
 *
 * <p>Immutable.
 */
public final class MalformedBytesException extends OrbstrikeException {

    private static final long serialVersionUID = 1L;

    private final int offset;

    /**
     * Creates an exception that names the place.
     *
     * @param offset the offset in bytes from the start of what was being read
     * @param problem what was expected there and what was found
     */
    public MalformedBytesException(int offset, String problem) {
        super("at byte " + offset + ": " + problem);
        this.offset = offset;
    }

    /**
     * Where reading failed.
     *
     * @return the offset in bytes from the start of what was being read
     */
    public int offset() {
        return offset;
    }
}
