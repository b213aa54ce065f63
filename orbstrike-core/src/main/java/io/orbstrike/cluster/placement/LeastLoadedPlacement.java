package io.orbstrike.cluster.placement;

import static java.util.Objects.requireNonNull;

import io.orbstrike.store.Lease;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The less loaded of two gameservers drawn at random, which keeps orchestrators with old figures from all choosing the
 * same one (Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 2001). Load is tick utilisation in
 * steps of a tenth, then players in steps of a hundred, then boards; what is nearly the same does not outweigh boards that
 * have not begun to work yet.
 *
 * <p>Confined to the agent's thread.
 */
public final class LeastLoadedPlacement implements Placement {

    private static final int UTILISATION_STEP_PERMILLE = 100;
    private static final int PLAYERS_STEP = 100;

    private static final Comparator<Candidate> BY_LOAD = Comparator.<Candidate>comparingInt(
                    candidate -> load(candidate).utilisationPermille() / UTILISATION_STEP_PERMILLE)
            .thenComparingInt(candidate -> load(candidate).players() / PLAYERS_STEP)
            .thenComparingInt(Candidate::boards);

    private final SplittableRandom random;

    /**
     * Creates a placement.
     *
     * @param random draws the two; used by nobody else
     */
    public LeastLoadedPlacement(SplittableRandom random) {
        this.random = requireNonNull(random, "random");
    }

    @Override
    public Candidate choose(List<Candidate> candidates) {
        int first = random.nextInt(candidates.size());
        if (candidates.size() == 1) {
            return candidates.get(first);
        }
        int second = random.nextInt(candidates.size() - 1);
        Candidate one = candidates.get(first);
        Candidate other = candidates.get(second < first ? second : second + 1);
        return BY_LOAD.compare(one, other) <= 0 ? one : other;
    }

    private static Lease.Load load(Candidate candidate) {
        return candidate.lease().load();
    }
}
