package io.orbstrike.cluster;

import io.orbstrike.cluster.Lobby.CreateOutcome;
import io.orbstrike.cluster.agent.Call;
import io.orbstrike.store.BoardSpec;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A creation under way: the quota is entered, then the board written, then hosted.
 *
 * <p>Confined to the agent's thread.
 */
final class CreateAttempt {

    private final BoardSpec spec;
    private final Attempt<CreateOutcome> calls;
    private @Nullable LocalDate enteredOn;
    private int places;

    CreateAttempt(BoardSpec spec, Call<CreateOutcome> call) {
        this.spec = spec;
        this.calls = new Attempt<>(call);
        this.places = spec.maxPlayers();
    }

    BoardSpec spec() {
        return spec;
    }

    Attempt<CreateOutcome> calls() {
        return calls;
    }

    /** Lets go of the places that this attempt holds, once there is a board that has them or there will be none. */
    int releasePlaces() {
        int released = places;
        places = 0;
        return released;
    }

    void enterQuota(LocalDate day) {
        enteredOn = day;
    }

    /** The day for which this attempt counted the board, or null if it did not. */
    @Nullable
    LocalDate enteredOn() {
        return enteredOn;
    }
}
