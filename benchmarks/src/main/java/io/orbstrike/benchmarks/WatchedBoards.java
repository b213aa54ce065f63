package io.orbstrike.benchmarks;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.host.BoardHost;
import io.orbstrike.host.BoardSettings;
import io.orbstrike.host.ExecutorLane;
import io.orbstrike.host.HostMetrics;
import io.orbstrike.host.HostedBoard;
import io.orbstrike.host.OpenOutcome;
import io.orbstrike.host.Reservation;
import io.orbstrike.host.ReserveOutcome;
import io.orbstrike.host.SlotLateness;
import io.orbstrike.orb.OrbInput;
import io.orbstrike.orb.OrbPlayer;
import io.orbstrike.orb.OrbType;
import io.orbstrike.orb.OrbWorkload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.HdrHistogram.Histogram;

/**
 * Boards of orb on one tick thread, every player with a stream in memory on one lane, as in a server without a network.
 *
 * <p>Confined to one thread.
 */
final class WatchedBoards implements AutoCloseable {

    private static final OrbPlayer PLAYER = new OrbPlayer("player", 0);

    private final Histogram latenessNs = new Histogram(3);
    private final Shape shape;
    private final SlotLateness lateness;
    private final BoardHost host;
    private final ExecutorLane lane = ExecutorLane.create("viewers");
    private final byte[][] wishes = Wishes.orb();

    private WatchedBoards(Shape shape) {
        this.shape = shape;
        lateness = new SlotLateness(System::nanoTime, shape.boards(), latenessNs::recordValue);
        host = BoardHost.builder()
                .threads(1)
                .clock(System::nanoTime)
                .recorder(lateness)
                .build();
    }

    /** Starts a host, and fills it. Blocks until every player has his stream. */
    static WatchedBoards start(Shape shape) {
        WatchedBoards started = new WatchedBoards(shape);
        started.host.start();
        List<HostedBoard<OrbPlayer, OrbInput>> boards = started.createBoards();
        for (int player = 1; player <= shape.players(); player++) {
            PlayerId id = new PlayerId(player);
            awaitAll(boards.stream().map(board -> started.enter(board, id)).toList());
        }
        return started;
    }

    void startRecording() {
        lateness.start();
    }

    void stopRecording() {
        lateness.stop();
    }

    HostMetrics metrics() {
        return host.metrics();
    }

    /** What was recorded; to be called when the host is closed, as its tick thread writes it. */
    Histogram latenessNs() {
        return latenessNs;
    }

    @Override
    public void close() {
        host.close();
        lane.close();
    }

    private List<HostedBoard<OrbPlayer, OrbInput>> createBoards() {
        List<HostedBoard<OrbPlayer, OrbInput>> boards = new ArrayList<>();
        for (int i = 0; i < shape.boards(); i++) {
            HostedBoard<OrbPlayer, OrbInput> board = host.create(
                            new BoardId(0, i), new OrbType(), OrbWorkload.rules(shape.players()), BoardSettings.of(i))
                    .toCompletableFuture()
                    .join();
            lateness.add(board);
            boards.add(board);
        }
        return boards;
    }

    private CompletionStage<Void> enter(HostedBoard<OrbPlayer, OrbInput> board, PlayerId player) {
        int phase = (int) (board.id().low() * shape.players() + player.value());
        CountingViewer sink = CountingViewer.speakingRarely(wishes, phase);
        return board.reserve(PLAYER)
                .thenComposeAsync(outcome -> board.join(reservation(outcome), player), lane::execute)
                .thenComposeAsync(joined -> board.open(player, 1, lane, sink), lane::execute)
                .thenAcceptAsync(outcome -> sink.opened(((OpenOutcome.Opened) outcome).viewer()), lane::execute);
    }

    private static Reservation reservation(ReserveOutcome outcome) {
        if (outcome instanceof ReserveOutcome.Reserved reserved) {
            return reserved.reservation();
        }
        throw new IllegalStateException("a board did not take a player: " + outcome);
    }

    private static void awaitAll(List<CompletionStage<Void>> stages) {
        CompletableFuture.allOf(stages.stream()
                        .map(CompletionStage::toCompletableFuture)
                        .toArray(CompletableFuture<?>[]::new))
                .join();
    }
}
