package io.orbstrike.grpc.client;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * How a board is to be kept, beside its rules.
 *
 * <p>Immutable.
 */
public final class CreateOptions {

    /** Shown by no list, with the server's default lifetime. */
    public static final CreateOptions DEFAULT = new CreateOptions(false, Optional.empty());

    private final boolean isListed;
    private final Optional<Duration> lifetime;

    private CreateOptions(boolean isListed, Optional<Duration> lifetime) {
        this.isListed = isListed;
        this.lifetime = lifetime;
    }

    /**
     * The same, shown by lists.
     *
     * @return a copy
     */
    public CreateOptions listed() {
        return new CreateOptions(true, lifetime);
    }

    /**
     * The same with a lifetime.
     *
     * @param value whole seconds, 1 s to 365 d, or zero for ever
     * @return a copy
     */
    public CreateOptions lifetime(Duration value) {
        return new CreateOptions(isListed, Optional.of(requireNonNull(value, "value")));
    }

    /**
     * Whether lists show the board.
     *
     * @return false by default
     */
    public boolean isListed() {
        return isListed;
    }

    /**
     * How long the board lives at most.
     *
     * @return zero for ever, empty for the server's default
     */
    public Optional<Duration> lifetime() {
        return lifetime;
    }
}
