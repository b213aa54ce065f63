package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.Gameserver;
import io.orbstrike.cluster.Lobby.BoardFacts;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.grpc.v1.GetBoardRequest;
import io.orbstrike.grpc.v1.LobbyGrpc;
import io.orbstrike.host.BoardHost;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.Token;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A board that its gameserver keeps without having started it. */
class QuarantinedBoardIT {

    private static final Duration REMAINING = Duration.ofSeconds(5);

    private final GrpcRig rig = GrpcRig.start();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    @DisplayName("FAIL-4: shouldTellWhoPlaysOnIt")
    void shouldTellWhoPlaysOnIt() {
        BoardFacts board = rig.createBoard();
        assertThat(board.quarantined()).isFalse();
        Seat seat = rig.join(board.id(), "ann");
        try (Gameserver second = Gameserver.builder()
                        .store(rig.store)
                        .boardType(GrpcRig.TYPE)
                        .host(BoardHost.builder().threads(1))
                        .build();
                GrpcServer server = GrpcServer.builder()
                        .lobby(second.lobby())
                        .boards(Boards.of(second))
                        .tickets(rig.tickets)
                        .eventLoops(rig.loops)
                        .build()
                        .start()) {
            second.start();
            GrpcRig.await(second.login("second"));
            attach(board.id(), second);
            await().until(() -> second.isQuarantined(board.id()));
            assertThat(second.board(board.id())).isEmpty();
            ManagedChannel channel = NettyChannelBuilder.forTarget(
                            "127.0.0.1:" + server.address().getPort())
                    .usePlaintext()
                    .build();
            try {
                GetBoardRequest question = GetBoardRequest.newBuilder()
                        .setBoardId(board.id().toString())
                        .build();
                assertThat(LobbyGrpc.newBlockingStub(channel)
                                .getBoard(question)
                                .getBoard()
                                .getQuarantined())
                        .isTrue();
                RawPlay play = RawPlay.reading(channel, PlayMetadata.ofTicket(seat.ticket()));
                await().until(() -> play.status() != null);
                assertThat(play.failure().reason()).contains(ErrorReason.BOARD_QUARANTINED);
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private void attach(BoardId board, Gameserver target) {
        AttachmentStore store = rig.store.attachments();
        BoardStore.GetOutcome found = GrpcRig.await(rig.store.boards().get(board, REMAINING));
        Token token = ((BoardStore.Found) found).board().token();
        assertThat(GrpcRig.await(store.mark(board, token, "it killed", REMAINING)))
                .isEqualTo(AttachmentStore.Marked.INSTANCE);
        assertThat(GrpcRig.await(store.attach(board, token, target.incarnation(), REMAINING)))
                .isInstanceOf(AttachmentStore.Attached.class);
    }
}
