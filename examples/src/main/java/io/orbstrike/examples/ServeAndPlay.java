package io.orbstrike.examples;

import io.orbstrike.cluster.Gameserver;
import io.orbstrike.cluster.Lobby.BoardFacts;
import io.orbstrike.grpc.EventLoops;
import io.orbstrike.grpc.GrpcServer;
import io.orbstrike.grpc.client.CreateOptions;
import io.orbstrike.grpc.client.FrameInfo;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.grpc.client.Play;
import io.orbstrike.grpc.client.PlayEnd;
import io.orbstrike.grpc.client.PlayListener;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.grpc.ticket.RootSecret;
import io.orbstrike.grpc.ticket.Tickets;
import io.orbstrike.orb.OrbInput;
import io.orbstrike.orb.OrbPlayer;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.orb.OrbType;
import io.orbstrike.orb.OrbView;
import io.orbstrike.store.SecureIds;
import io.orbstrike.store.memory.InMemoryClusterStore;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Serves orb over gRPC from a plain program, and plays it there as a client, over a socket of this machine. */
public final class ServeAndPlay {

    private static final OrbType ORB = new OrbType();
    private static final int RIGHT = 1;
    private static final int LEFT = 5;

    private ServeAndPlay() {}

    /**
     * Serves, plays for a moment and says how far the player came.
     *
     * @param args unused
     */
    public static void main(String[] args) {
        InstantSource clock = InstantSource.system();
        RootSecret secret = RootSecret.of(SecureIds.create().secret());
        try (EventLoops loops = EventLoops.create(1);
                Gameserver gameserver = Gameserver.builder()
                        .store(InMemoryClusterStore.create(clock))
                        .boardType(ORB)
                        .build();
                GrpcServer server = GrpcServer.builder()
                        .eventLoops(loops)
                        .lobby(gameserver.lobby())
                        .boards(gameserver::board)
                        .tickets(Tickets.of(List.of(secret), clock))
                        .build()) {
            gameserver.start();
            server.start();
            try (OrbstrikeClient client = OrbstrikeClient.builder()
                    .target("127.0.0.1:" + server.address().getPort())
                    .build()) {
                System.out.println(play(client));
            }
        }
    }

    private static String play(OrbstrikeClient client) {
        BoardFacts board = client.createBoard(ORB, OrbRules.DEFAULT, CreateOptions.DEFAULT)
                .toCompletableFuture()
                .join();
        Seat seat = client.joinBoard(ORB, board.id(), new OrbPlayer("Ann", 0))
                .toCompletableFuture()
                .join();
        OrbView view = new OrbView();
        Watcher watcher = new Watcher(view, seat.index());
        try (Play<OrbInput> play = client.play(ORB, seat, view, watcher)) {
            int x = watcher.firstX.join();
            play.offer(OrbInput.of(x < 0 ? RIGHT : LEFT, false));
            return watcher.report.join();
        }
    }

    /** Looks at one orb, frame by frame, from the first that shows it moving. */
    private static final class Watcher implements PlayListener {

        private static final int TICKS = 10;

        final CompletableFuture<Integer> firstX = new CompletableFuture<>();
        final CompletableFuture<String> report = new CompletableFuture<>();
        private final OrbView view;
        private final int index;
        private long tickAtStart;
        private int xAtStart;

        Watcher(OrbView view, int index) {
            this.view = view;
            this.index = index;
        }

        @Override
        public void onFrame(FrameInfo frame) {
            int x = view.x(index);
            firstX.complete(x);
            if (frame.acknowledgedInput() == 0) {
                return;
            }
            if (tickAtStart == 0) {
                tickAtStart = frame.tick();
                xAtStart = x;
            }
            long ticks = frame.tick() - tickAtStart;
            if (ticks >= TICKS) {
                int units = Math.abs(x - xAtStart) / OrbView.PARTS_PER_UNIT;
                report.complete("Ann moved " + units + " units in " + ticks + " ticks");
            }
        }

        @Override
        public void onEnd(PlayEnd end) {
            IllegalStateException early = new IllegalStateException("the play is over: " + end);
            firstX.completeExceptionally(early);
            report.completeExceptionally(early);
        }
    }
}
