package io.orbstrike.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.server.ServerProcess.Ready;
import io.orbstrike.server.config.HostPort;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the built jar says when strangers send it what is no gRPC. */
@Timeout(120)
class BrokenConnectionsIT {

    private static final int EACH = 50;
    private static final int LINES_MAX = 10;

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(SETTINGS, 0, 0, "");
    private static final String LOBBY = PREFACE + headers("/orbstrike.v1.Lobby/ListBoards");
    private static final String HEALTH = PREFACE + headers("/grpc.health.v1.Health/Check");

    /** No HTTP/2, broken HTTP/2, and calls whose messages are broken: by their flags, their length, their end, their bytes. */
    private static final List<String> BROKEN = List.of(
            "GET / HTTP/1.1\r\nhost: a\r\n\r\n",
            PREFACE + frame(HEADERS, END_HEADERS, 1, "\u00ff".repeat(9)),
            PREFACE + frame(DATA, 0, 7, "data on an idle stream"),
            LOBBY + frame(DATA, 0, 1, "\u0002\0\0\0\u0005hello"),
            LOBBY + frame(DATA, 0, 1, "\0\u007f\u00ff\u00ff\u00ffhello"),
            LOBBY + frame(DATA, END_STREAM, 1, "\0\0\0\0\u0009hello"),
            HEALTH + frame(DATA, END_STREAM, 1, "\0\0\0\0\u0005hello"));

    @Test
    void shouldSayLittleOfManyBrokenConnections() throws Exception {
        try (ServerProcess server =
                ServerProcess.start("standalone", "--port", "0", "--http-port", "0", "--bots", "0")) {
            Ready ready = server.awaitReady();
            HostPort address = new HostPort.Converter().convert(ready.grpc());
            for (String broken : BROKEN) {
                for (int i = 0; i < EACH; i++) {
                    sendAndReadToTheEnd(address, broken);
                }
            }
            assertThat(server.stop()).isZero();
            assertThat(server.err().lines())
                    .hasSizeLessThanOrEqualTo(LINES_MAX)
                    .filteredOn(line -> line.contains("Exception processing message"))
                    .hasSize(3);
            assertThat(server.err()).contains("NettyServerStream: " + (3 * EACH - 3) + " more lines were held back");
        }
    }

    private static void sendAndReadToTheEnd(HostPort address, String bytes) throws IOException {
        try (Socket socket = new Socket(address.host(), address.port())) {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        } catch (SocketException e) {
            assertThat(e).hasMessageMatching("Connection reset.*|Broken pipe.*");
        }
    }

    /** The headers of a gRPC call on stream 1, in HPACK: POST, http, then literals by the numbers of their names. */
    private static String headers(String path) {
        return frame(
                HEADERS,
                END_HEADERS,
                1,
                "\u0083\u0086D" + text(path) + "A" + text("a") + "_" + text("application/grpc") + "@" + text("te")
                        + text("trailers"));
    }

    private static String text(String value) {
        return (char) value.length() + value;
    }

    /** A frame of HTTP/2: length, type, flags, stream, payload; every char is a byte. */
    private static String frame(int type, int flags, int stream, String payload) {
        return "\0\0" + (char) payload.length() + (char) type + (char) flags + "\0\0\0" + (char) stream + payload;
    }
}
