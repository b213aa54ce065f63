package io.orbstrike.cluster.placement;

import java.util.Comparator;
import java.util.List;

/**
 * The gameserver with the most boards, so that others become empty and can be taken away.
 *
 * <p>Immutable, thread-safe.
 */
public final class PackedPlacement implements Placement {

    private static final Comparator<Candidate> BY_BOARDS = Comparator.comparingInt(Candidate::boards)
            .thenComparing(candidate -> candidate.lease().gameserver().toString());

    /** Creates a placement. */
    public PackedPlacement() {}

    @Override
    public Candidate choose(List<Candidate> candidates) {
        return candidates.stream().max(BY_BOARDS).orElseThrow();
    }
}
