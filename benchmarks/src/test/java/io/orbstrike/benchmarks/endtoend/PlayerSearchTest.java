package io.orbstrike.benchmarks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.benchmarks.endtoend.PlayerSearch.Limit;
import io.orbstrike.benchmarks.endtoend.PlayerSearch.Plan;
import io.orbstrike.benchmarks.endtoend.PlayerSearch.Result;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class PlayerSearchTest {

    private final List<Integer> tried = new ArrayList<>();

    @Test
    void shouldFindTheLargestCountThatHolds() {
        Result result = search(plan(1_000, 20, 1), players -> players <= 1_250 ? Verdict.HELD : Verdict.MISSED);
        assertThat(result.players()).isEqualTo(1_200);
        assertThat(result.limit()).isEqualTo(Limit.SERVER);
    }

    @Test
    void shouldComeDownFromAnEstimateThatIsTooHigh() {
        Result result = search(plan(3_000, 20, 1), players -> players <= 450 ? Verdict.HELD : Verdict.BROKE);
        assertThat(result.players()).isEqualTo(400);
    }

    @Test
    void shouldFindNoneWhereNoneHolds() {
        Result result = search(plan(300, 20, 1), players -> Verdict.BROKE);
        assertThat(result).isEqualTo(new Result(0, 0, 0, Limit.SERVER));
        assertThat(tried).contains(100);
    }

    @Test
    void shouldRepeatACountThatMissedOnceByALittle() {
        Result result = search(plan(500, 4, 1), script(Verdict.MISSED, Verdict.HELD, Verdict.HELD, Verdict.BROKE));
        assertThat(tried).startsWith(500, 500, 500);
        assertThat(result.players()).isEqualTo(500);
        assertThat(result.holds()).isEqualTo(2);
        assertThat(result.runs()).isEqualTo(3);
    }

    @Test
    void shouldNotRepeatACountThatBroke() {
        search(plan(500, 2, 1), script(Verdict.BROKE, Verdict.HELD));
        assertThat(tried).containsExactly(500, 400);
    }

    @Test
    void shouldConfirmTheResultInTheLastSteps() {
        Result result = search(plan(1_000, 5, 3), players -> players <= 1_000 ? Verdict.HELD : Verdict.BROKE);
        assertThat(tried).hasSize(5).endsWith(1_000, 1_000);
        assertThat(result).isEqualTo(new Result(1_000, 3, 3, Limit.SERVER));
    }

    @Test
    void shouldSayThatAGreaterCountIsUndecidedWhereStepsEnd() {
        Result result = search(plan(1_000, 3, 1), script(Verdict.HELD, Verdict.MISSED, Verdict.HELD));
        assertThat(tried).hasSize(3);
        assertThat(tried.get(2)).isEqualTo(tried.get(1));
        assertThat(result).isEqualTo(new Result(1_000, 1, 1, Limit.UNDECIDED));
    }

    @Test
    void shouldTakeALowerCountWhenTheBestIsNotConfirmed() {
        List<Verdict> ofThousand = new ArrayList<>(List.of(Verdict.HELD, Verdict.MISSED, Verdict.MISSED));
        Result result = search(plan(1_000, 20, 2), players -> {
            if (players == 1_000) {
                return ofThousand.remove(0);
            }
            return players < 1_000 ? Verdict.HELD : Verdict.BROKE;
        });
        assertThat(result.players()).isEqualTo(900);
        assertThat(result.holds()).isEqualTo(2);
    }

    @Test
    void shouldSayThatTheLoadWasTheLimitWhenRunsAboveAreVoid() {
        Result result = search(plan(1_000, 20, 1), players -> players <= 1_500 ? Verdict.HELD : Verdict.VOID);
        assertThat(result.players()).isEqualTo(1_500);
        assertThat(result.limit()).isEqualTo(Limit.LOAD);
    }

    @Test
    void shouldForgetAMissBelowACountThatHolds() {
        PlayerSearch search = new PlayerSearch(plan(1_000, 20, 1));
        search.onRun(800, Verdict.BROKE);
        search.onRun(1_000, Verdict.HELD);
        assertThat(search.result().players()).isEqualTo(1_000);
        assertThat(search.result().limit()).isEqualTo(Limit.UNTRIED);
        assertThat(search.next()).hasValue(1_200);
    }

    @Test
    void shouldBeginAtTheEstimateAfterAProbeThatHeld() {
        PlayerSearch search = new PlayerSearch(plan(1_130, 20, 1));
        search.onRun(400, Verdict.HELD);
        assertThat(search.next()).hasValue(1_100);
    }

    @Test
    void shouldStopAtTheGreatestCount() {
        Result result = search(new Plan(9_000, 100, 9_000, 20, 2, 0.05), players -> Verdict.HELD);
        assertThat(result).isEqualTo(new Result(9_000, 2, 2, Limit.UNTRIED));
    }

    @Test
    void shouldEndWithinItsStepsWhateverItIsTold() {
        List<Verdict> verdicts = List.of(Verdict.values());
        for (int seed = 0; seed < 2_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Plan plan = new Plan(
                    random.nextInt(1, 4_000),
                    random.nextInt(1, 200),
                    10_000,
                    random.nextInt(1, 12),
                    1 + seed % 3,
                    0.05);
            PlayerSearch search = new PlayerSearch(plan);
            int steps = 0;
            for (OptionalInt next = search.next(); next.isPresent(); next = search.next()) {
                assertThat(next.getAsInt()).isBetween(1, 10_000);
                search.onRun(next.getAsInt(), verdicts.get(random.nextInt(verdicts.size())));
                steps++;
                assertThat(steps).as("seed %s", seed).isLessThanOrEqualTo(plan.stepsMax());
            }
        }
    }

    @Test
    void shouldComeNearTheTruthOnANoisyMachine() {
        for (int seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Result result = search(plan(900, 12, 2), players -> {
                boolean isDisturbed = random.nextInt(10) == 0;
                return players <= 1_200 && !isDisturbed ? Verdict.HELD : Verdict.MISSED;
            });
            assertThat(result.players()).as("seed %s: %s", seed, tried).isBetween(600, 1_200);
        }
    }

    @Test
    void shouldSayHowMuchAResultIsWorth() {
        assertThat(PlayerRows.describe(new Result(1_000, 2, 3, Limit.SERVER)))
                .isEqualTo("held in 2 of 3 runs; more did not hold");
        assertThat(PlayerRows.describe(new Result(1_000, 2, 2, Limit.LOAD))).contains("at least", "load client");
        assertThat(PlayerRows.describe(new Result(1_000, 1, 1, Limit.UNTRIED))).contains("at least", "not tried");
        assertThat(PlayerRows.describe(new Result(0, 0, 0, Limit.SERVER))).isEqualTo("no count that was tried held");
    }

    private static Plan plan(int estimate, int stepsMax, int repeats) {
        return new Plan(estimate, 100, 10_000, stepsMax, repeats, 0.05);
    }

    private static IntFunction<Verdict> script(Verdict... verdicts) {
        Iterator<Verdict> next = List.of(verdicts).iterator();
        return players -> next.next();
    }

    private Result search(Plan plan, IntFunction<Verdict> server) {
        tried.clear();
        PlayerSearch search = new PlayerSearch(plan);
        for (OptionalInt next = search.next(); next.isPresent(); next = search.next()) {
            tried.add(next.getAsInt());
            search.onRun(next.getAsInt(), server.apply(next.getAsInt()));
        }
        return search.result();
    }
}
