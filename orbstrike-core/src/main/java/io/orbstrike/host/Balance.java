package io.orbstrike.host;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Moves boards from a loop that has had too much to do for some time to the one with the least.
 *
 * <p>Confined to the housekeeping thread.
 */
final class Balance {

    /* One board per look and loop: the one whose cost comes nearest to half of the distance between the two loops, so that
     * a move never turns the two around.
     */

    private static final double NS_PER_SECOND = 1e9;

    private final BoardHost host;
    private final double above;
    private final long afterNs;
    private final double[] loads;
    private final long[] aboveSinceNs;
    private final boolean[] isAbove;
    private final Counter moves = new Counter();

    Balance(BoardHost host, HostOptions options) {
        this.host = host;
        this.above = options.rebalanceAbove();
        this.afterNs = options.rebalanceAfter().toNanos();
        int count = host.tickLoops().size();
        this.loads = new double[count];
        this.aboveSinceNs = new long[count];
        this.isAbove = new boolean[count];
    }

    long moves() {
        return moves.get();
    }

    int doWork(long nowNs, Placer placer) {
        double total = measure(placer);
        double limit = total / loads.length * above;
        int asked = 0;
        for (int i = 0; i < loads.length; i++) {
            boolean nowAbove = loads[i] > limit && loads.length > 1;
            if (nowAbove && !isAbove[i]) {
                aboveSinceNs[i] = nowNs;
            }
            isAbove[i] = nowAbove;
            if (nowAbove && nowNs - aboveSinceNs[i] >= afterNs) {
                asked += relieve(i);
            }
        }
        return asked;
    }

    private double measure(Placer placer) {
        Arrays.fill(loads, 0);
        double total = 0;
        int count = 0;
        for (HostedBoard<?, ?> board : host.boards()) {
            double cost = costOf(board);
            loads[BoardClaim.loopOf(board.claim().current())] += cost;
            total += cost;
            count++;
        }
        placer.measured(loads, count == 0 ? 0 : total / count);
        return total;
    }

    private int relieve(int from) {
        int to = 0;
        for (int i = 1; i < loads.length; i++) {
            to = loads[i] < loads[to] ? i : to;
        }
        HostedBoard<?, ?> chosen = choose(from, (loads[from] - loads[to]) / 2);
        if (chosen == null) {
            return 0;
        }
        double cost = costOf(chosen);
        loads[from] -= cost;
        loads[to] += cost;
        moves.increment();
        chosen.requestMove(host.loop(to));
        return 1;
    }

    private @Nullable HostedBoard<?, ?> choose(int from, double wanted) {
        HostedBoard<?, ?> best = null;
        for (HostedBoard<?, ?> board : host.boards()) {
            if (BoardClaim.loopOf(board.claim().current()) != from) {
                continue;
            }
            double cost = costOf(board);
            if (cost > 0 && cost < 2 * wanted && (best == null || isNearer(cost, costOf(best), wanted))) {
                best = board;
            }
        }
        return best;
    }

    private static boolean isNearer(double cost, double other, double wanted) {
        return Math.abs(cost - wanted) < Math.abs(other - wanted);
    }

    private static double costOf(HostedBoard<?, ?> board) {
        if (board.state() != BoardState.RUNNING) {
            return 0;
        }
        return board.figures().stepNs.get()
                * (NS_PER_SECOND / board.tickInterval().toNanos());
    }
}
