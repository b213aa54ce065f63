package io.orbstrike.server.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.server.config.CommandRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an operator reads who asks at an address where no server is. */
@Timeout(60)
class AdminConnectionIT {

    private static final Map<String, String> ENVIRONMENT =
            Map.of("ORBSTRIKE_SECRET", "a secret that is long enough to sign");

    private static String errorAt(String target) {
        CommandRun run = CommandRun.of(
                AdminCommand.create(ENVIRONMENT, common -> {}), ENVIRONMENT, "admin", "leader", "--target", target);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        return run.err();
    }

    @Test
    void shouldSayThatNothingListens() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        assertThat(errorAt("127.0.0.1:" + port))
                .contains("127.0.0.1:" + port + " cannot be reached: nothing listens there")
                .hasLineCount(1);
    }

    @Test
    void shouldSayThatItIsNoGrpcServer() throws IOException {
        try (ServerSocket http = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> answer(http));
            assertThat(errorAt("127.0.0.1:" + http.getLocalPort()))
                    .contains("does not speak gRPC")
                    .hasLineCount(1);
        }
    }

    private static void answer(ServerSocket http) {
        try (Socket caller = http.accept()) {
            caller.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
            caller.getInputStream().readAllBytes();
        } catch (IOException e) {
            // The caller has hung up, as he should.
        }
    }
}
