package io.orbstrike.host;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A loop enters its board while the watchdog gives it to another loop, whose thread enters it too: is the board ever in
 * two threads, and does each see what the one before did?
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The loop kept its board and worked once")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The board was given away and worked on once there")
@Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "The loop worked, then the board was given away")
@Outcome(expect = Expect.FORBIDDEN, desc = "Two threads at once, or work that was not seen")
@State
public class BoardClaimStress {

    private final BoardClaim claim = new BoardClaim(0);
    private final long first = claim.current();
    private int worked;

    /** The board's loop. */
    @Actor
    public void loop() {
        if (claim.tryEnter(first)) {
            worked++;
            claim.leave(first);
        }
    }

    /** The watchdog, and the loop that gets the board. */
    @Actor
    public void watchdogAndOtherLoop() {
        long stolen = claim.trySteal(first, 1);
        if (stolen >= 0 && claim.tryEnter(stolen)) {
            worked++;
            claim.leave(stolen);
        }
    }

    /**
     * What came of it.
     *
     * @param result receives how often the board was worked on, and its loop
     */
    @Arbiter
    public void outcome(II_Result result) {
        result.r1 = worked;
        result.r2 = BoardClaim.loopOf(claim.current());
    }
}
