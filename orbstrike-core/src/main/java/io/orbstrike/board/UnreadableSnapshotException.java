package io.orbstrike.board;

import org.jspecify.annotations.Nullable;

/**
 * A snapshot that cannot become a board: damaged, or of a version that this build does not read. The snapshot is kept
 * and the board marked; it never comes back empty.
 *
 * <p>Immutable.
 */
public final class UnreadableSnapshotException extends OrbstrikeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what was expected and what was found
     * @param cause the failure met while reading, or null
     */
    public UnreadableSnapshotException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
