package io.orbstrike.cluster;

import io.orbstrike.host.BoardUnavailableException;
import java.util.concurrent.CompletionException;

/** Reads why a stage of the host failed. */
final class HostFailure {

    private HostFailure() {}

    static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    static BoardUnavailableException.Cause causeOf(Throwable failure) {
        return unwrapped(failure) instanceof BoardUnavailableException e
                ? e.reason()
                : BoardUnavailableException.Cause.BUSY;
    }
}
