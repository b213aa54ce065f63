package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.netty.handler.ssl.SslContext;
import io.orbstrike.cluster.Lobby.BoardFacts;
import io.orbstrike.grpc.client.CallFailedException;
import io.orbstrike.grpc.client.ClientOptions;
import io.orbstrike.grpc.client.CreateOptions;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.grpc.client.Play;
import io.orbstrike.grpc.client.Seat;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server with a certificate, and clients that trust it, trust another one, or know of none. */
@Timeout(60)
class TlsIT {

    private static final ClientOptions IMPATIENT =
            ClientOptions.builder().callDeadline(Duration.ofSeconds(2)).build();

    @TempDir
    private static Path folder;

    private GrpcRig rig;
    private TestCertificate certificate;

    @BeforeEach
    void start() throws Exception {
        certificate = TestCertificate.generate(folder, "server");
        SslContext tls = certificate.forServer();
        rig = GrpcRig.start(builder -> builder.tls(tls));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldPlayOverTls() throws Exception {
        try (OrbstrikeClient client = client(certificate.trusted())) {
            BoardFacts board = GrpcRig.await(create(client));
            Seat seat = GrpcRig.await(client.joinBoard(GrpcRig.TYPE, board.id(), "ann"));
            TallyView view = new TallyView();
            RecordingListener heard = new RecordingListener();
            Play<String> play = client.play(GrpcRig.TYPE, seat, view, heard);
            await().until(() -> heard.frames() > 3);
            play.offer("up");
            await().until(() -> heard.acknowledgedInput() == 1);
            assertThat(heard.violations()).isEmpty();
            GrpcRig.await(client.leaveBoard(seat));
            await().until(() -> heard.end() != null);
        }
    }

    @Test
    void shouldRefuseAClientWithoutTls() throws IOException {
        try (OrbstrikeClient client = rig.client(IMPATIENT)) {
            assertThatThrownBy(() -> GrpcRig.await(create(client)))
                    .isInstanceOfSatisfying(
                            CallFailedException.class,
                            failure -> assertThat(failure.code()).isEqualTo(Status.Code.UNAVAILABLE));
        }
        try (Socket socket = new Socket(
                rig.server.address().getAddress(), rig.server.address().getPort())) {
            socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            assertThat(answersInHttp2(socket)).isFalse();
        }
        assertThat(rig.gameserver.host().boards()).isEmpty();
    }

    @Test
    void shouldSayClearlyThatTheServersCertificateIsNotTrusted() throws Exception {
        TestCertificate other = TestCertificate.generate(folder, "other");
        try (OrbstrikeClient client = client(other.trusted())) {
            assertThatThrownBy(() -> GrpcRig.await(create(client)))
                    .isInstanceOfSatisfying(CallFailedException.class, failure -> {
                        assertThat(failure.code()).isEqualTo(Status.Code.UNAVAILABLE);
                        assertThat(failure.isRetryable()).isFalse();
                    })
                    .hasMessageStartingWith("UNAVAILABLE: the server's certificate is not accepted: ")
                    .hasMessageContaining("certification path")
                    .hasMessageNotContaining("\n");
        }
        assertThat(rig.gameserver.host().boards()).isEmpty();
    }

    private static CompletionStage<BoardFacts> create(OrbstrikeClient client) {
        return client.createBoard(GrpcRig.TYPE, GrpcRig.RULES, CreateOptions.DEFAULT);
    }

    private OrbstrikeClient client(SslContext tls) {
        return OrbstrikeClient.builder()
                .target(rig.target())
                .eventLoops(rig.loops)
                .options(IMPATIENT)
                .tls(tls)
                .build();
    }

    /** Whether the server sends a frame of HTTP/2's settings, which has type 4; an alert of TLS begins with 21. */
    private static boolean answersInHttp2(Socket socket) throws IOException {
        try {
            byte[] answer = socket.getInputStream().readNBytes(9);
            return answer.length == 9 && answer[0] == 0 && answer[3] == 4;
        } catch (SocketException e) {
            return false; // a reset
        }
    }
}
