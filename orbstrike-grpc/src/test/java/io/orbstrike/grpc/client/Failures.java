package io.orbstrike.grpc.client;

import io.grpc.Metadata;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** Reads failures for tests of other packages. */
public final class Failures {

    private Failures() {}

    /** As the client reads it. */
    public static CallFailedException of(Status status, @Nullable Metadata trailers) {
        return CallFailedException.of(status, trailers);
    }
}
