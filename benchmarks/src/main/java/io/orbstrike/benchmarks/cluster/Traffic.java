package io.orbstrike.benchmarks.cluster;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.grpc.client.CreateOptions;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.orb.OrbPlayer;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.orb.OrbType;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What players do while something is done to a cluster: some join and leave, boards are made, those who play turn and send
 * events. It remembers what was acknowledged.
 *
 * <p>Thread-safe.
 */
final class Traffic implements AutoCloseable {

    private static final OrbType ORB = new OrbType();
    private static final Duration STEP = Duration.ofMillis(20);
    private static final int STEPS_PER_LEAVE = 3;
    private static final int STEPS_PER_CREATION = 10;
    private static final int STEPS_PER_TURN = 25;

    private final OrbstrikeClient client;
    private final List<BoardId> boards;
    private final List<Fighter> fighters;
    private final List<EventSender> senders;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "traffic"));
    private final Phaser calls = new Phaser(1);
    private final Queue<Seat> seated = new ConcurrentLinkedQueue<>();
    private final Set<Stay> left = ConcurrentHashMap.newKeySet();
    private final Set<BoardId> created = ConcurrentHashMap.newKeySet();
    private volatile boolean areFightersAlone;
    private @Nullable Future<?> running;
    private int steps;

    /** A player on a board. */
    record Stay(BoardId board, PlayerId player) {

        static Stay of(Seat seat) {
            return new Stay(seat.board().id(), seat.player());
        }
    }

    private Traffic(OrbstrikeClient client, List<BoardId> boards, List<Fighter> fighters, List<EventSender> senders) {
        this.client = client;
        this.boards = boards;
        this.fighters = fighters;
        this.senders = senders;
    }

    /** Begins; players join and leave these boards, which are orb's. */
    static Traffic start(
            OrbstrikeClient client, List<BoardId> boards, List<Fighter> fighters, List<EventSender> senders) {
        Traffic traffic = new Traffic(client, boards, fighters, senders);
        traffic.begin();
        return traffic;
    }

    private void begin() {
        running = clock.scheduleAtFixedRate(this::step, 0, STEP.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Leaves the fighters alone, so that they turn only when they are told to, or not any more. */
    void leaveFightersAlone(boolean isAlone) {
        areFightersAlone = isAlone;
    }

    private void step() {
        steps++;
        senders.forEach(EventSender::send);
        if (steps % STEPS_PER_TURN == 0 && !areFightersAlone) {
            fighters.forEach(Fighter::turn);
        }
        call(client.joinBoard(ORB, boards.get(steps % boards.size()), new OrbPlayer("passer-by", 1)), seated::add);
        if (steps % STEPS_PER_LEAVE == 0) {
            Seat leaving = seated.poll(); // from here on nobody knows, until it is acknowledged
            if (leaving != null) {
                call(client.leaveBoard(leaving), nothing -> left.add(Stay.of(leaving)));
            }
        }
        if (steps % STEPS_PER_CREATION == 0) {
            call(client.createBoard(ORB, OrbRules.DEFAULT, CreateOptions.DEFAULT), board -> created.add(board.id()));
        }
    }

    private <T extends @Nullable Object> void call(CompletionStage<T> call, Consumer<? super T> whenAcknowledged) {
        calls.register();
        call.whenComplete((answer, failure) -> {
            if (failure == null) {
                whenAcknowledged.accept(answer);
            }
            calls.arriveAndDeregister();
        });
    }

    /** Ends, and waits until every call was answered. */
    void stop() throws InterruptedException {
        boolean hasBroken = running == null || running.isDone();
        close();
        if (hasBroken || !clock.awaitTermination(WatchedCluster.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("the traffic " + (hasBroken ? "broke off: " + running : "did not end"));
        }
        try {
            calls.awaitAdvanceInterruptibly(calls.arrive(), WatchedCluster.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(calls.getUnarrivedParties() + " calls were not answered", e);
        }
    }

    /** Who was told that he had joined, and has not asked to leave. */
    List<Stay> joined() {
        return seated.stream().map(Stay::of).toList();
    }

    /** Who was told that he had left. */
    Set<Stay> left() {
        return Set.copyOf(left);
    }

    /** Which boards were said to tick. */
    Set<BoardId> created() {
        return Set.copyOf(created);
    }

    @Override
    public void close() {
        clock.shutdown();
    }
}
