package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that holds two connections. */
@Timeout(30)
class AcceptedConnectionsIT {

    private static final int END = -1;

    private final GrpcRig rig =
            GrpcRig.start(GrpcServerOptions.builder().connectionsMax(2).build());
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldRefuseAndCountConnectionsBeyondItsBoundUntilOneCloses() throws IOException {
        GrpcMetrics.of(rig.server).bindTo(registry);
        try (Socket first = connect();
                Socket second = connect()) {
            assertThat(greets(first)).isTrue();
            assertThat(greets(second)).isTrue();
            assertThat(openConnections()).isEqualTo(2);
            try (Socket third = connect()) {
                assertThat(greets(third)).isFalse();
            }
            assertThat(openConnections()).isEqualTo(2);
            assertThat(refusedConnections()).isEqualTo(1);

            first.shutdownOutput();
            await().until(() -> openConnections() == 1);
            try (Socket fourth = connect()) {
                assertThat(greets(fourth)).isTrue();
            }
        }
        await().until(() -> openConnections() == 0);
        assertThat(refusedConnections()).isEqualTo(1);
    }

    private double openConnections() {
        return registry.get("orbstrike.grpc.connections").gauge().value();
    }

    private double refusedConnections() {
        return registry.get("orbstrike.grpc.connections.refused")
                .functionCounter()
                .count();
    }

    private Socket connect() throws IOException {
        return new Socket(
                rig.server.address().getAddress(), rig.server.address().getPort());
    }

    /** Whether the server speaks HTTP/2 first, with its settings, as it does to everybody it lets in. */
    private static boolean greets(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() != END;
        } catch (SocketException e) {
            return false; // a reset
        }
    }
}
