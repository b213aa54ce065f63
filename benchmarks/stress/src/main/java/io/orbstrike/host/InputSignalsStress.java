package io.orbstrike.host;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JZ_Result;

/** Two lanes mark two players while the tick thread takes the marks: is a mark lost, or taken before what it announces? */
@JCStressTest
@Outcome(
        id = "3, true",
        expect = Expect.ACCEPTABLE,
        desc = "Both marks were taken, and what was written before is seen")
@Outcome(expect = Expect.FORBIDDEN, desc = "A mark was lost or came too early")
@State
public class InputSignalsStress {

    private final InputSignals signals = new InputSignals(2);
    private int first;
    private int second;
    private long taken;
    private boolean seen = true;

    /** The first player's lane. */
    @Actor
    public void firstLane() {
        first = 1;
        signals.mark(0);
    }

    /** The second player's lane. */
    @Actor
    public void secondLane() {
        second = 1;
        signals.mark(1);
    }

    /** The tick thread. */
    @Actor
    public void tick() {
        take();
    }

    /**
     * What is left when all are done.
     *
     * @param result receives the marks taken in all, and whether each announced something written
     */
    @Arbiter
    public void rest(JZ_Result result) {
        take();
        result.r1 = taken;
        result.r2 = seen;
    }

    private void take() {
        long marks = signals.take(0);
        seen &= (marks & 1) == 0 || first == 1;
        seen &= (marks & 2) == 0 || second == 1;
        taken |= marks;
    }
}
