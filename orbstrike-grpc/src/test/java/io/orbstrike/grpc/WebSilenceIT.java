package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.orbstrike.grpc.client.Seat;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** WebSockets whose other end says nothing: whether it lives is asked, and who does not answer is dropped. */
@Timeout(60)
class WebSilenceIT {

    private static final byte[] NO_MASK = new byte[4];
    private static final int PING = 0x89;
    private static final int PONG = 0x8a;
    private static final int MASKED = 0x80;

    private final GrpcRig rig = GrpcRig.start(GrpcServerOptions.builder()
            .keepAliveTime(Duration.ofSeconds(1))
            .keepAliveTimeout(Duration.ofMillis(300))
            .build());
    private final WebRig web = WebRig.of(rig.loops, rig.server);

    @AfterEach
    void close() {
        web.close();
        rig.close();
    }

    @Test
    void shouldDropAConnectionWhoseOtherEndIsDead() throws IOException {
        Seat seat = seatOnQuietBoard();
        try (Socket dead = open(seat)) {
            await().until(() -> rig.server.counters().streamsOpened() == 1);
            await().until(() -> rig.server.counters().streamsEnded(Status.Code.CANCELLED) == 1);
            await().until(() -> rig.server.connectionCount() == 1 && rig.server.playStreamCount() == 0);
            assertThat(dead.isConnected()).isTrue(); // from its own end's view
        }
    }

    @Test
    void shouldKeepAConnectionWhoseOtherEndAnswers() throws IOException {
        Seat seat = seatOnQuietBoard();
        try (Socket quiet = open(seat)) {
            for (int pings = 0; pings < 3; ) {
                if (readFrame(quiet.getInputStream()) == PING) {
                    pings++;
                    quiet.getOutputStream().write(new byte[] {(byte) PONG, (byte) MASKED});
                    quiet.getOutputStream().write(NO_MASK);
                }
            }
            assertThat(rig.server.playStreamCount()).isEqualTo(1);
            assertThat(rig.server.counters().streamsEnded(Status.Code.CANCELLED))
                    .isZero();
        }
    }

    @Test
    void shouldAnswerPings() throws IOException {
        try (Socket socket = open(seatOnQuietBoard())) {
            socket.getOutputStream().write(new byte[] {(byte) PING, (byte) MASKED});
            socket.getOutputStream().write(NO_MASK);
            while (readFrame(socket.getInputStream()) != PONG) {
                assertThat(socket.isConnected()).isTrue();
            }
        }
    }

    @Test
    void shouldEndAConnectionThatBreaksTheProtocol() throws IOException {
        try (Socket socket = open(seatOnQuietBoard())) {
            await().until(() -> rig.server.counters().streamsOpened() == 1);
            socket.getOutputStream().write(new byte[] {(byte) 0x82, 1, 1}); // a client's frame without a mask
            while (socket.getInputStream().read() >= 0) {
                assertThat(socket.isConnected()).isTrue();
            }
            await().until(() -> rig.server.playStreamCount() == 0);
        }
    }

    /** Its frames are so small and so few that the kernel takes them all. */
    private Seat seatOnQuietBoard() {
        return rig.join(rig.createBoard(new TallyType.Rules(4, 100, 0)).id(), "ann");
    }

    /** A WebSocket, by hand, after its handshake. */
    private Socket open(Seat seat) throws IOException {
        Socket socket = new Socket(web.address().getAddress(), web.address().getPort());
        String handshake = "GET /play?stream=1 HTTP/1.1\r\nhost: a\r\nconnection: Upgrade\r\nupgrade: websocket\r\n"
                + "sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                + "sec-websocket-protocol: orbstrike.v1, bearer." + seat.ticket() + "\r\n\r\n";
        socket.getOutputStream().write(handshake.getBytes(StandardCharsets.ISO_8859_1));
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).isNotNegative();
            answer.append((char) next);
        }
        assertThat(answer.toString()).startsWith("HTTP/1.1 101 ").contains("sec-websocket-protocol: orbstrike.v1\r\n");
        return socket;
    }

    /** Reads a frame of the server; its first byte. */
    private static int readFrame(InputStream in) throws IOException {
        int first = in.read();
        int length = in.read();
        assertThat(length).isBetween(0, 126);
        if (length == 126) {
            length = in.read() << 8 | in.read();
        }
        assertThat(in.readNBytes(length)).hasSize(length);
        return first;
    }
}
