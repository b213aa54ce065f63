package io.orbstrike.host;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * What a host has counted since it was made. Every figure was true a moment ago, though not all quite at once; durations
 * are in nanoseconds.
 *
 * <p>Thread-safe; reading it costs the tick threads nothing.
 */
public final class HostMetrics {

    private final BoardHost host;

    HostMetrics(BoardHost host) {
        this.host = host;
    }

    /**
     * A distribution of durations.
     *
     * <p>Immutable.
     *
     * @param count how many there were
     * @param totalNs their sum in nanoseconds
     * @param maxNs the greatest in nanoseconds
     * @param p50Ns half of them were not above it, to within an eighth, in nanoseconds
     * @param p99Ns 99 % were not above it, to within an eighth, in nanoseconds
     * @param p999Ns 99.9 % were not above it, to within an eighth, in nanoseconds
     */
    public record Durations(long count, long totalNs, long maxNs, long p50Ns, long p99Ns, long p999Ns) {}

    /**
     * How long steps took, encoding and handing over included.
     *
     * @return over all loops
     */
    public Durations tickDurations() {
        return durations(counters -> counters.tickDuration);
    }

    /**
     * How long after their slots steps started.
     *
     * @return over all loops
     */
    public Durations tickLateness() {
        return durations(counters -> counters.tickLateness);
    }

    /**
     * Begins to look at {@link #tickLateness} over a short time again and again.
     *
     * @param span the least time that a look back covers
     * @param nowNs the host's clock
     * @return of what is recorded from now on
     */
    public RecentDurations recentTickLateness(Duration span, long nowNs) {
        return new RecentDurations(() -> recorded(counters -> counters.tickLateness), span, nowNs);
    }

    /**
     * How long boards stood frozen, from the last step before to the next one here or to the board's leave.
     *
     * @return over all loops
     */
    public Durations freezes() {
        return durations(counters -> counters.freeze);
    }

    /**
     * How long tick threads took to capture snapshots; compressing and checksumming are done elsewhere.
     *
     * @return over all loops
     */
    public Durations snapshotCaptures() {
        return durations(counters -> counters.snapshotCapture);
    }

    /**
     * How much was captured in snapshots, before it was compressed.
     *
     * @return bytes
     */
    public long snapshotBytes() {
        return sum(counters -> counters.snapshotBytes.get());
    }

    /**
     * How large the largest snapshot was, before it was compressed.
     *
     * @return bytes
     */
    public long snapshotBytesMax() {
        return max(counters -> counters.snapshotBytesMax.get());
    }

    /**
     * How many steps were simulated.
     *
     * @return over all boards there have been
     */
    public long ticks() {
        return sum(counters -> counters.ticks.get());
    }

    /**
     * How many slots of schedules were dropped because a loop was late.
     *
     * @return over all boards there have been
     */
    public long slotsDropped() {
        return sum(counters -> counters.slotsDropped.get());
    }

    /**
     * How many boards are hosted in a state.
     *
     * @param state which
     * @return now
     */
    public long boards(BoardState state) {
        return host.boards().stream().filter(board -> board.state() == state).count();
    }

    /**
     * How many players are on boards.
     *
     * @return now
     */
    public long players() {
        return host.boards().stream()
                .mapToLong(board -> board.figures().players.get())
                .sum();
    }

    /**
     * How many streams are open.
     *
     * @return now
     */
    public long viewers() {
        return host.boards().stream()
                .mapToLong(board -> board.figures().viewers.get())
                .sum();
    }

    /**
     * How many viewers are sent nothing because they have not acknowledged what was sent.
     *
     * @return now
     */
    public long viewersWaiting() {
        return totals().viewersWaiting.sum();
    }

    /**
     * How many frames were written.
     *
     * @return frames
     */
    public long framesSent() {
        return totals().framesSent.sum();
    }

    /**
     * How many bytes the frames had that were written.
     *
     * @return bytes, without a transport's own
     */
    public long bytesSent() {
        return totals().bytesSent.sum();
    }

    /**
     * How many frames were not written because a viewer was too far behind, not ready, or in need of a keyframe.
     *
     * @return frames
     */
    public long framesSkipped() {
        return totals().framesSkipped.sum();
    }

    /**
     * How many of the frames written were keyframes.
     *
     * @return frames
     */
    public long keyframesSent() {
        return totals().keyframesSent.sum();
    }

    /**
     * How many keyframes of sections were encoded, each for all who needed it.
     *
     * @return keyframes
     */
    public long keyframesEncoded() {
        return sum(counters -> counters.keyframesEncoded.get());
    }

    /**
     * How many frames did not fit into a lane's inbox.
     *
     * @return frames, each counted once per lane
     */
    public long handOversMissed() {
        return sum(counters -> counters.handOversMissed.get());
    }

    /**
     * How many commands were answered with Busy.
     *
     * @return commands
     */
    public long commandsRejected() {
        return host.commandsRejected();
    }

    /**
     * How many inputs were dropped because they were not above the last applied one, a newer state replaced them before
     * they were decoded, or their stream had ended.
     *
     * @return inputs
     */
    public long inputsDropped() {
        return totals().inputsDropped.sum() + sum(counters -> counters.inputsDropped.get());
    }

    /**
     * How many event inputs were refused because too many of the player waited.
     *
     * @return inputs
     */
    public long inputsRefused() {
        return totals().inputsRefused.sum();
    }

    /**
     * How many private events were dropped: for players who were slow or away, by a lane without room for a frame, with a
     * stream that another one replaced or that ended, or because their place was empty.
     *
     * @return events
     */
    public long eventsDropped() {
        return totals().eventsDropped.sum() + sum(counters -> counters.eventsDropped.get());
    }

    /**
     * How many players left because they had no stream for too long.
     *
     * @return stays
     */
    public long staysEndedAbsent() {
        return sum(counters -> counters.staysEndedAbsent.get());
    }

    /**
     * How many boards threw.
     *
     * @return boards
     */
    public long boardsQuarantined() {
        return sum(counters -> counters.boardsQuarantined.get());
    }

    /**
     * How many viewers were dropped because their sink threw.
     *
     * @return viewers
     */
    public long sinkFailures() {
        return totals().sinkFailures.sum();
    }

    /**
     * How many viewers were dropped because their lane took no more tasks.
     *
     * @return viewers
     */
    public long viewersDropped() {
        return sum(counters -> counters.viewersDropped.get());
    }

    /**
     * The longest cycle of any loop.
     *
     * @return nanoseconds
     */
    public long loopCycleNsMax() {
        return max(counters -> counters.cycleNsMax.get());
    }

    /**
     * How many cycles were longer than {@link HostOptions#tickLimit()}.
     *
     * @return cycles of all loops
     */
    public long loopCyclesOverBudget() {
        return sum(counters -> counters.cyclesOverBudget.get());
    }

    /**
     * How many ticks the watchdog found stuck.
     *
     * @return ticks
     */
    public long ticksStuck() {
        return host.housekeeper().stuckTicks();
    }

    /**
     * How many boards were taken from loops that were stuck or dead.
     *
     * @return moves
     */
    public long boardsSaved() {
        return host.housekeeper().boardsSaved();
    }

    /**
     * How many boards were moved between loops for balance.
     *
     * @return moves
     */
    public long boardsBalanced() {
        return host.housekeeper().boardsBalanced();
    }

    private LaneTally.Totals totals() {
        return host.desks().totals();
    }

    private long sum(ToLongFunction<TickCounters> figure) {
        return host.tickLoops().stream()
                .mapToLong(loop -> figure.applyAsLong(loop.counters()))
                .sum();
    }

    private long max(ToLongFunction<TickCounters> figure) {
        return host.tickLoops().stream()
                .mapToLong(loop -> figure.applyAsLong(loop.counters()))
                .max()
                .orElse(0);
    }

    private Durations durations(Function<TickCounters, Histogram> which) {
        return recorded(which).durations();
    }

    private HistogramSum recorded(Function<TickCounters, Histogram> which) {
        return HistogramSum.of(host.tickLoops().stream()
                .map(loop -> which.apply(loop.counters()))
                .toList());
    }
}
