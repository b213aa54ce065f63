package io.orbstrike.testkit.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.PlayerId;
import io.orbstrike.host.BoardState;
import io.orbstrike.store.SnapshotStore.SaveRequest;
import io.orbstrike.store.SnapshotStore.Snapshot;
import io.orbstrike.sync.SyncOptions;
import io.orbstrike.testkit.sync.ScriptedSnapshotStore.Call;
import io.orbstrike.testkit.sync.ScriptedSnapshotStore.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Boards that are played on, moved, closed and forgotten while the store is slow, down, and answers what it likes, each
 * run from one seed. What the store has only goes forward, nothing is given to it of a board that is known to be lost,
 * the bounds hold, who leaves the game leaves the roster with just the state that is without him; and in the end the
 * store has every board.
 */
class SyncSimulation {

    private static final int SEEDS = 40;
    private static final int STEPS = 150;
    private static final int BOARDS = 30;
    private static final int BYTES_MAX = 64 << 10;
    private static final List<Mode> FAULTS = List.of(Mode.NOT_APPLIED, Mode.UNKNOWN_APPLIED, Mode.UNKNOWN_LOST);
    private static final SyncOptions OPTIONS = SyncOptions.builder()
            .interval(Duration.ofMillis(300))
            .batchBoardsMax(6)
            .batchesInFlightMax(3)
            .bytesInFlightMax(BYTES_MAX)
            .saveTimeout(Duration.ofMillis(500))
            .backoffMin(Duration.ofMillis(20))
            .backoffMax(Duration.ofMillis(800))
            .build();

    /** The longest wait for a store that is back, a save that was lost, and then all boards by few large batches. */
    private static final Duration HEALED = Duration.ofMillis(800 + 500 + 2_000);

    @Test
    void shouldOnlyGoForwardAndEndWithEveryBoardWhateverTheStoreDoes() {
        int saved = 0;
        int lost = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                Run run = new Run(seed);
                run.play();
                saved += run.saves();
                lost += run.lost();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertThat(saved).isGreaterThan(SEEDS * BOARDS * 10);
        assertThat(lost).isGreaterThan(SEEDS);
    }

    private static final class Run {

        private final SyncRig rig;
        private final SplittableRandom random;
        private final List<HeldBoard> boards = new ArrayList<>();
        private long playerMax;
        private boolean faulty = true;
        private Mode mode = Mode.APPLIES;

        Run(long seed) {
            rig = new SyncRig(OPTIONS, seed, Duration.ofSeconds(5));
            random = new SplittableRandom(seed);
            rig.store.holding = true;
            rig.store.onCall = this::take;
            for (int i = 1; i <= BOARDS; i++) {
                HeldBoard board = rig.hosted(i, random.nextInt(10) == 0 ? 30_000 : random.nextInt(2_000));
                board.onBehind = () -> assertBoard(board, Set.of());
                boards.add(board);
                rig.sync.add(board);
            }
        }

        void play() {
            for (int i = 0; i < STEPS; i++) {
                act();
                rig.advance(Duration.ofMillis(random.nextInt(150)));
                checkBounds();
            }
            faulty = false;
            mode = Mode.APPLIES;
            List<Long> ticks = boards.stream().map(this::tickToSave).toList();
            rig.advance(HEALED);
            for (int i = 0; i < BOARDS; i++) {
                HeldBoard board = boards.get(i);
                if (!board.lost) {
                    assertThat(storedTick(board)).as("board %s", board.id()).isGreaterThanOrEqualTo(ticks.get(i));
                    assertThat(board.ended).isEmpty();
                    assertThat(rig.store.of(board.id()).roster)
                            .hasSize(board.hosted().status().players());
                }
            }
            assertThat(rig.sync.metrics().lag()).isLessThan(Duration.ofMillis(900));
            assertThat(rig.sync.metrics().failures()).isZero();
            rig.sync.close();
            rig.advance(Duration.ofSeconds(1));
            assertThat(rig.sync.metrics().bytesInFlight()).isZero();
            assertThat(rig.executor.waiting()).isZero();
        }

        int saves() {
            return boards.stream().mapToInt(board -> board.saved.size()).sum();
        }

        int lost() {
            return (int) boards.stream().filter(board -> board.lost).count();
        }

        private void act() {
            HeldBoard board = boards.get(random.nextInt(BOARDS));
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> join(board);
                case 3, 4 -> leave(board);
                case 5 -> rig.sync.flush(board.id());
                case 6 -> mode = FAULTS.get(random.nextInt(FAULTS.size()));
                case 7, 8 -> mode = Mode.APPLIES;
                case 9 -> forget(board);
                case 10 -> {
                    if (random.nextInt(10) == 0) {
                        rig.store.attach(board.id(), SyncRig.token(SyncRig.EPOCH + 1));
                    }
                }
                default -> {
                    if (random.nextInt(20) == 0 && !board.lost) {
                        rig.store.of(board.id()).closed = true;
                    } else if (random.nextInt(5) == 0) {
                        rig.sync.flushAll();
                    }
                }
            }
        }

        private void join(HeldBoard board) {
            if (board.hosted().status().players() < 5
                    && board.hosted().status().state() == BoardState.RUNNING
                    && isOurs(board)) {
                rig.join(board, ++playerMax);
            }
        }

        private void leave(HeldBoard board) {
            Set<PlayerId> players = new TreeSet<>(rig.store.of(board.id()).roster);
            players.removeAll(board.ended.keySet());
            players.stream().findFirst().ifPresent(board.hosted()::leave);
        }

        private void forget(HeldBoard board) {
            if (isOurs(board) && random.nextInt(3) == 0) {
                Set<PlayerId> roster = new TreeSet<>(rig.store.of(board.id()).roster);
                rig.store.forget(board.id());
                board.onBehind = () -> assertBoard(board, roster);
                rig.sync.flush(board.id());
                rig.advance(Duration.ofMillis(1));
                if (!rig.store.has(board.id())) {
                    assertBoard(board, roster);
                }
            }
        }

        /* The store gets the board back as its holder has it. */
        private void assertBoard(HeldBoard board, Set<PlayerId> roster) {
            var stored = rig.store.attach(board.id(), board.token());
            stored.roster.addAll(roster);
            board.hosted()
                    .lastSnapshot()
                    .ifPresent(last -> stored.snapshot =
                            new Snapshot(last.tick(), last.rosterNumber(), last.version(), last.bytes()));
        }

        private boolean isOurs(HeldBoard board) {
            return !board.lost
                    && !rig.store.of(board.id()).closed
                    && rig.store.of(board.id()).token.equals(board.token());
        }

        /* A call may be slow, may be lost, and may be applied long after it was given up. */
        private void take(Call call) {
            for (SaveRequest save : call.saves) {
                HeldBoard board = boards.get((int) save.board().low() - 1);
                assertThat(board.lost).as("a save of a lost board").isFalse();
                Set<PlayerId> leaving = new TreeSet<>();
                board.ended.forEach((player, tick) -> {
                    if (tick <= save.snapshot().tick()) {
                        leaving.add(player);
                    }
                });
                assertThat(save.leaving())
                        .as("leaving at %d", save.snapshot().tick())
                        .containsExactlyElementsOf(leaving);
            }
            checkBounds();
            boolean slow = faulty && random.nextInt(4) == 0;
            long delayMs = random.nextInt(slow ? 700 : 20);
            if (delayMs > OPTIONS.saveTimeout().toMillis()) {
                later(OPTIONS.saveTimeout().toMillis(), () -> call.answer(Mode.UNKNOWN_LOST));
                later(delayMs + random.nextInt(2_000), () -> rig.store.apply(call.saves));
            } else {
                Mode answer = mode;
                later(delayMs, () -> call.answer(answer));
            }
        }

        private void later(long delayMs, Runnable task) {
            ScheduledFuture<?> unused = rig.executor.schedule(task, delayMs, TimeUnit.MILLISECONDS);
        }

        private void checkBounds() {
            assertThat(rig.sync.metrics().bytesInFlight()).isLessThanOrEqualTo(BYTES_MAX);
            assertThat(rig.store.bytesWaiting()).isLessThanOrEqualTo(BYTES_MAX);
            assertThat(rig.store.waiting).hasSizeLessThanOrEqualTo(OPTIONS.batchesInFlightMax());
        }

        private long tickToSave(HeldBoard board) {
            return board.hosted().status().tick();
        }

        private long storedTick(HeldBoard board) {
            var snapshot = rig.store.of(board.id()).snapshot;
            return snapshot == null ? -1 : snapshot.tick();
        }
    }
}
