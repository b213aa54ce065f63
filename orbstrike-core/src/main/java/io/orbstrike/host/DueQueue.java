package io.orbstrike.host;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Boards in the order of when they are due: a binary heap in three columns, without an object per entry.
 *
 * <p>Confined to the loop's thread.
 */
final class DueQueue {

    private long[] dueNs = new long[16];
    private long[] claims = new long[16];
    private @Nullable HostedBoard<?, ?>[] boards;
    private int size;

    DueQueue() {
        boards = new HostedBoard<?, ?>[16];
    }

    int size() {
        return size;
    }

    /** When the first is due; only if there is one. */
    long firstDueNs() {
        return dueNs[0];
    }

    /** The claim's value at rest with which the first was added. */
    long firstClaim() {
        return claims[0];
    }

    @Nullable
    HostedBoard<?, ?> first() {
        return boards[0];
    }

    void add(HostedBoard<?, ?> board, long claim, long due) {
        if (size == boards.length) {
            dueNs = Arrays.copyOf(dueNs, size * 2);
            claims = Arrays.copyOf(claims, size * 2);
            boards = Arrays.copyOf(boards, size * 2);
        }
        int at = size++;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (dueNs[parent] - due <= 0) {
                break;
            }
            move(parent, at);
            at = parent;
        }
        set(at, board, claim, due);
    }

    /** Makes the first due later. */
    void postponeFirst(long due) {
        sink(boards[0], claims[0], due);
    }

    void removeFirst() {
        size--;
        HostedBoard<?, ?> board = boards[size];
        boards[size] = null;
        if (size > 0) {
            sink(board, claims[size], dueNs[size]);
        }
    }

    private void sink(@Nullable HostedBoard<?, ?> board, long claim, long due) {
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && dueNs[child + 1] - dueNs[child] < 0) {
                child++;
            }
            if (due - dueNs[child] <= 0) {
                break;
            }
            move(child, at);
            at = child;
        }
        set(at, board, claim, due);
    }

    private void move(int from, int to) {
        set(to, boards[from], claims[from], dueNs[from]);
    }

    private void set(int at, @Nullable HostedBoard<?, ?> board, long claim, long due) {
        boards[at] = board;
        claims[at] = claim;
        dueNs[at] = due;
    }
}
