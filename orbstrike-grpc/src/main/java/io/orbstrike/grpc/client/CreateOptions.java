package io.orbstrike.grpc.client;

import static java.util.Objects.requireNonNull;

import io.orbstrike.store.RequiredLabels;
import java.time.Duration;
import java.util.Optional;

/**
 * How a board is to be kept, beside its rules.
 *
 * <p>Immutable.
 */
public final class CreateOptions {

    /** Shown by no list, with the server's default lifetime, on any gameserver. */
    public static final CreateOptions DEFAULT = new CreateOptions(false, Optional.empty(), RequiredLabels.NONE);

    private final boolean isListed;
    private final Optional<Duration> lifetime;
    private final RequiredLabels requiredLabels;

    private CreateOptions(boolean isListed, Optional<Duration> lifetime, RequiredLabels requiredLabels) {
        this.isListed = isListed;
        this.lifetime = lifetime;
        this.requiredLabels = requiredLabels;
    }

    /**
     * The same, shown by lists.
     *
     * @return a copy
     */
    public CreateOptions listed() {
        return new CreateOptions(true, lifetime, requiredLabels);
    }

    /**
     * The same with a lifetime.
     *
     * @param value whole seconds, 1 s to 365 d, or zero for ever
     * @return a copy
     */
    public CreateOptions lifetime(Duration value) {
        return new CreateOptions(isListed, Optional.of(requireNonNull(value, "value")), requiredLabels);
    }

    /**
     * The same, only on gameservers with a label, and with those that were required before: the board is made on one, and
     * goes on later on none without. While there is none, creating fails with RESOURCE_EXHAUSTED, and a board whose
     * gameserver is gone waits.
     *
     * @param name 1 to 63 characters of A to Z, a to z, 0 to 9, '.', '_', '-' and '/'
     * @param value 0 to 63 such characters
     * @return a copy
     * @throws io.orbstrike.board.InvalidValueException if one is out of its bounds, or there are more than 16 labels then
     */
    public CreateOptions requiredLabel(String name, String value) {
        return new CreateOptions(isListed, lifetime, requiredLabels.with(name, value));
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

    /**
     * Which labels a gameserver must have to hold the board.
     *
     * @return none by default
     */
    public RequiredLabels requiredLabels() {
        return requiredLabels;
    }
}
