package io.orbstrike.cluster.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.SnapshotVersions;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The default placement. Of two candidates it always draws both. */
class LeastLoadedPlacementTest {

    private static final int CHOICES = 1_000;

    private int candidates;

    @Test
    void shouldPreferWhoWorksATenthLess() {
        assertPrefers(candidate(399, 5_000, 90, 9), candidate(400, 0, 0, 0));
    }

    @Test
    void shouldPreferWhoHasAHundredPlayersFewerWhereBothWorkAboutAsMuch() {
        assertPrefers(candidate(399, 199, 90, 9), candidate(300, 200, 0, 0));
    }

    @Test
    void shouldPreferWhoHasFewerBoardsWhereBothHaveAboutAsManyPlayers() {
        assertPrefers(candidate(399, 299, 4, 0), candidate(300, 200, 5, 0));
    }

    @Test
    void shouldCountBoardsThatWereGivenSince() {
        assertPrefers(candidate(0, 0, 5, 0), candidate(0, 0, 3, 3));
        assertPrefers(candidate(0, 0, 3, 1), candidate(0, 0, 5, 0));
    }

    @Test
    void shouldChooseBothOfTwoThatAreAlike() {
        List<Candidate> alike = List.of(candidate(310, 120, 7, 0), candidate(390, 180, 6, 1));
        Map<Candidate, Integer> chosen = chosen(alike);
        assertThat(alike).allSatisfy(one -> assertThat(chosen.get(one)).isBetween(400, 600));
    }

    @Test
    void shouldChooseTheOnlyOne() {
        Candidate only = candidate(999, 9_000, 90, 9);
        assertThat(chosen(List.of(only))).containsOnlyKeys(only);
    }

    @Test
    void shouldNotGiveAllToTheLeastLoadedOfMany() {
        List<Candidate> rising = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            rising.add(candidate(i * 100, 0, 0, 0));
        }
        Map<Candidate, Integer> chosen = chosen(rising);
        assertThat(chosen.get(rising.get(0))).as("two in ten draw it").isBetween(150, 250);
        assertThat(chosen.get(rising.get(8))).as("it beats one alone").isBetween(5, 45);
        assertThat(chosen).as("it beats nobody").doesNotContainKey(rising.get(9));
    }

    private static void assertPrefers(Candidate better, Candidate worse) {
        assertThat(chosen(List.of(better, worse))).containsOnlyKeys(better);
        assertThat(chosen(List.of(worse, better))).containsOnlyKeys(better);
    }

    /** How often each is chosen by one that knows nothing of its choices. */
    private static Map<Candidate, Integer> chosen(List<Candidate> candidates) {
        Placement placement = new LeastLoadedPlacement(new SplittableRandom(5));
        Map<Candidate, Integer> chosen = new HashMap<>();
        for (int i = 0; i < CHOICES; i++) {
            chosen.merge(placement.choose(candidates), 1, Integer::sum);
        }
        return chosen;
    }

    private Candidate candidate(int utilisationPermille, int players, int boards, int boardsGiven) {
        candidates++;
        Lease lease = new Lease(
                new Incarnation(1, candidates),
                "host:" + candidates,
                "1",
                Map.of(),
                Map.of("game", new SnapshotVersions(1, 1)),
                new Lease.Protocols(1, 1),
                new Lease.Capacity(100, 10_000),
                new Lease.Load(boards, 12 * boards, players, utilisationPermille),
                false);
        return new Candidate(lease, boardsGiven);
    }
}
