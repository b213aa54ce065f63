package io.orbstrike.host;

import io.orbstrike.board.PlayerId;
import io.orbstrike.board.TickInputs;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A lane offers event 1, state 2, event 3 while the tick thread takes steps: is each applied once and in order, though they
 * come by two ways?
 */
@JCStressTest
@Outcome(id = "123", expect = Expect.ACCEPTABLE, desc = "Every input was applied once and in order")
@Outcome(expect = Expect.FORBIDDEN, desc = "Lost, doubled or out of order")
@State
public class InputMailboxStress {

    private static final int EVENTS_MAX = 8;

    private final InputSignals signals = new InputSignals(1);
    private final Stay<String> stay = new Stay<>(0, new PlayerId(1), EVENTS_MAX);
    private final StringBuilder applied = new StringBuilder();

    /** Makes the state of one round. */
    public InputMailboxStress() {
        LaneDesk desk = new LaneDesk(new NoLane(), EVENTS_MAX, new LaneTally(new LaneTally.Totals()));
        stay.viewer = NoLane.viewerOn(desk);
    }

    /** The lane. */
    @Actor
    public void lane() {
        offer(stay.mailbox.offerEvent(new SequencedInput<>(1, "1")));
        offer(stay.mailbox.offerState(new SequencedInput<>(2, "2")));
        offer(stay.mailbox.offerEvent(new SequencedInput<>(3, "3")));
    }

    /** The tick thread. */
    @Actor
    public void tick() {
        step();
        step();
        step();
    }

    /**
     * The last steps, when the lane is done.
     *
     * @param result receives the sequences in the order in which they were applied
     */
    @Arbiter
    public void lastSteps(L_Result result) {
        step();
        result.r1 = applied.toString();
    }

    private void offer(boolean taken) {
        if (!taken) {
            throw new IllegalStateException("an offer was refused");
        }
        signals.mark(0);
    }

    private void step() {
        if (signals.take(0) != 0) {
            TickInputs<String, String> inputs = new TickInputs<>();
            stay.collectInputs(inputs, signals, EVENTS_MAX);
            inputs.forEach(new InputSequences(applied));
        }
    }
}
