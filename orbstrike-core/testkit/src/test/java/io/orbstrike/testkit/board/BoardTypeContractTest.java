package io.orbstrike.testkit.board;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbstrike.testkit.board.CounterType.Fault;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fault of a type is found by the test that is there for it. */
class BoardTypeContractTest {

    static Stream<Arguments> faults() {
        return Stream.of(
                fault(Fault.FORGETS_IN_SNAPSHOT, test -> test.shouldGoOnIdenticallyFromASnapshotOfAnyTick()),
                fault(Fault.WRONG_DELTA, test -> test.shouldShowItsViewersExactlyWhatItShows()),
                fault(Fault.DELTA_WITHOUT_LEAVES, test -> test.shouldShowItsViewersExactlyWhatItShows()),
                fault(Fault.ADMIT_CHANGES, test -> test.shouldChangeNothingWhenItIsShownOrAsked()),
                fault(Fault.KEYFRAME_CHANGES, test -> test.shouldChangeNothingWhenItIsShownOrAsked()),
                fault(Fault.CLEARS_THE_WRITER, test -> test.shouldChangeNothingWhenItIsShownOrAsked()),
                fault(Fault.DRAWS_FROM_OUTSIDE, test -> test.shouldGiveTheSameBytesForTheSameRulesSeedAndInputs()),
                fault(Fault.TRUSTS_SNAPSHOTS, test -> test.shouldReadOrRefuseWhateverSnapshotsArrive()),
                fault(
                        Fault.TRUSTS_DELTAS,
                        test -> test.shouldReadOrRefuseWhateverFramesArriveAndRecoverWithTheNextKeyframe()),
                fault(Fault.TELLS_STRANGERS, test -> test.shouldNameOnlyIndexesOfPlayers()));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldFindTheFault(Fault fault, Check check) {
        CounterKit test = new CounterKit(new CounterType(fault));
        assertThatThrownBy(check.on(test)).as(fault.toString()).isNotNull();
        check.runOn(new CounterKit(new CounterType()));
    }

    private static Arguments fault(Fault fault, Check check) {
        return Arguments.of(fault, check);
    }

    private interface Check {

        void runOn(CounterKit test);

        default ThrowingCallable on(CounterKit test) {
            return () -> runOn(test);
        }
    }
}
