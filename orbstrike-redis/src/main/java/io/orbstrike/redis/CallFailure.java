package io.orbstrike.redis;

import io.orbstrike.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Redis did not do a call, or it is not known whether it did. Its message holds no secret.
 *
 * <p>Immutable.
 */
final class CallFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean mayBeApplied;

    private CallFailure(boolean mayBeApplied, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.mayBeApplied = mayBeApplied;
    }

    /** Nothing was sent, or Redis refused before it looked at it. */
    static CallFailure notApplied(String message, @Nullable Throwable cause) {
        return new CallFailure(false, message, cause);
    }

    /** It was sent, and what came of it is not known. */
    static CallFailure unknown(String message, @Nullable Throwable cause) {
        return new CallFailure(true, message, cause);
    }

    boolean mayBeApplied() {
        return mayBeApplied;
    }

    StoreException asStoreException() {
        return new StoreException(String.valueOf(getMessage()), getCause());
    }
}
