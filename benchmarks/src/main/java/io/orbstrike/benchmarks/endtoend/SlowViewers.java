package io.orbstrike.benchmarks.endtoend;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.orbstrike.board.BoardId;
import io.orbstrike.grpc.EventLoops;
import io.orbstrike.grpc.PlayMetadata;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.grpc.v1.ClientFrame;
import io.orbstrike.grpc.v1.PlayGrpc;
import io.orbstrike.grpc.v1.ServerFrame;
import io.orbstrike.orb.OrbPlayer;
import io.orbstrike.orb.OrbType;
import io.orbstrike.server.config.StartException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A process with players who are bad viewers, each on a connection of his own: by turns one that reads nothing, one that
 * reads four frames a second and acknowledges them, and one that reads everything and acknowledges nothing. It plays until
 * its standard input ends, so it never outlives who started it.
 *
 * <p>The main thread starts and ends it; everything between happens on one event loop.
 */
final class SlowViewers implements AutoCloseable {

    private static final long CALL_SECONDS_MAX = 10;
    private static final long READ_INTERVAL_MS = 250;
    private static final int WINDOW_BYTES = 64 * 1_024;
    private static final OrbType ORB = new OrbType();

    private final String target;
    private final EventLoops loops = EventLoops.create(1);
    private final OrbstrikeClient lobby;
    private final List<Viewer> viewers = new ArrayList<>();

    private SlowViewers(String target) {
        this.target = target;
        this.lobby = OrbstrikeClient.builder().target(target).eventLoops(loops).build();
    }

    /** How a viewer reads. */
    private enum Manner {
        NOTHING,
        SLOWLY,
        WITHOUT_ACKNOWLEDGING
    }

    /**
     * Runs the process.
     *
     * @param arguments the target, the board, how many viewers
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (SlowViewers all = new SlowViewers(arguments[0])) {
            all.join(BoardId.parse(arguments[1]), Integer.parseInt(arguments[2]));
            System.out.println("READY viewers=" + all.viewers.size());
            while (System.in.read() >= 0) {
                // what is written does not matter, only its end
            }
            System.out.println("END open=" + all.open());
        }
    }

    private void join(BoardId board, int count) throws InterruptedException {
        Manner[] manners = Manner.values();
        for (int i = 0; i < count; i++) {
            Seat seat = seat(board, i);
            Viewer viewer = new Viewer(manners[i % manners.length], channel());
            viewers.add(viewer);
            viewer.start(seat);
        }
    }

    private Seat seat(BoardId board, int number) throws InterruptedException {
        try {
            return lobby.joinBoard(ORB, board, new OrbPlayer("slow " + (number + 1), number % OrbPlayer.COLORS))
                    .toCompletableFuture()
                    .get(CALL_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new StartException("a slow viewer cannot join: " + e.getMessage());
        }
    }

    private ManagedChannel channel() {
        return NettyChannelBuilder.forTarget(target)
                .eventLoopGroup(loops.workers())
                .channelType(loops.channelType())
                .directExecutor()
                .disableRetry()
                .flowControlWindow(WINDOW_BYTES)
                .usePlaintext()
                .build();
    }

    private long open() {
        return viewers.stream().filter(viewer -> !viewer.isOver).count();
    }

    @Override
    public void close() {
        viewers.forEach(viewer -> viewer.channel.shutdownNow());
        lobby.close();
        loops.close();
    }

    /** One stream. Its callbacks come on the event loop. */
    private final class Viewer extends ClientCall.Listener<ServerFrame> {

        private final Manner manner;
        private final ManagedChannel channel;
        private final ClientCall<ClientFrame, ServerFrame> call;
        private @Nullable Future<?> nextRead;
        private volatile boolean isOver;

        Viewer(Manner manner, ManagedChannel channel) {
            this.manner = manner;
            this.channel = channel;
            this.call = channel.newCall(PlayGrpc.getPlayMethod(), CallOptions.DEFAULT);
        }

        void start(Seat seat) {
            call.start(this, PlayMetadata.ofPlay(seat.ticket(), 1, 0, 0));
            if (manner == Manner.SLOWLY) {
                call.request(1);
            } else if (manner == Manner.WITHOUT_ACKNOWLEDGING) {
                call.request(Integer.MAX_VALUE);
            }
        }

        @Override
        public void onMessage(ServerFrame frame) {
            if (manner == Manner.SLOWLY) {
                nextRead =
                        loops.workers().next().schedule(() -> readOn(frame), READ_INTERVAL_MS, TimeUnit.MILLISECONDS);
            }
        }

        private void readOn(ServerFrame seen) {
            if (!isOver) {
                call.sendMessage(ClientFrame.newBuilder()
                        .setSeenEpoch(seen.getEpoch())
                        .setSeenTick(seen.getTick())
                        .build());
                call.request(1);
            }
        }

        @Override
        public void onClose(Status status, @Nullable Metadata trailers) {
            isOver = true;
            if (nextRead != null) {
                nextRead.cancel(false);
            }
        }
    }
}
