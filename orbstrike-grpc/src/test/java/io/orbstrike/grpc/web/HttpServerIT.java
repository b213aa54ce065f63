package io.orbstrike.grpc.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orbstrike.grpc.EventLoops;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes back over a socket, byte for byte. */
@Timeout(30)
class HttpServerIT {

    private static final Duration BRIEF = Duration.ofMillis(250);
    private static final int LARGE_BYTES = 8 * 1024 * 1024;

    private final EventLoops loops = EventLoops.create(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger largeReplies = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = describe().start();
    }

    private HttpServer.Builder describe() {
        return HttpServer.builder()
                .eventLoops(loops)
                .resource("/", () -> HttpReply.of(200, "text/html", "<p>hello"))
                .resource("/livez", () -> HttpReply.line(200, "ok"))
                .resource("/readyz", () -> HttpReply.line(503, "draining"))
                .resource("/large", () -> {
                    largeReplies.incrementAndGet();
                    return HttpReply.of(200, "text/plain", "x".repeat(LARGE_BYTES));
                })
                .resource("/slow", () -> {
                    awaitRelease();
                    return HttpReply.line(200, "slow");
                })
                .resource("/broken", () -> {
                    throw new IllegalStateException("a secret detail");
                });
    }

    @AfterEach
    void close() {
        released.countDown();
        server.close();
        loops.close();
    }

    @Test
    void shouldAnswerAndKeepTheConnection() throws IOException {
        try (Socket socket = connect()) {
            send(socket, "GET /livez HTTP/1.1\r\nhost: a\r\n\r\n");
            assertThat(read(socket))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("content-length: 3\r\n")
                    .endsWith("\r\n\r\nok\n");
            send(socket, "GET /?a=b HTTP/1.1\r\nhost: a\r\n\r\n");
            assertThat(read(socket))
                    .contains("content-type: text/html; charset=utf-8\r\n")
                    .contains("x-content-type-options: nosniff\r\n")
                    .endsWith("\r\n\r\n<p>hello");
        }
    }

    @Test
    void shouldAnswerPipelinedRequestsInOrder() throws IOException {
        try (Socket socket = connect()) {
            List<String> requests = List.of(
                    "GET /slow HTTP/1.1\r\nhost: a\r\n\r\n",
                    "GET /livez HTTP/1.1\r\nhost: a\r\n\r\n",
                    "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
            send(socket, String.join("", requests));
            released.countDown();
            String all = readToEnd(socket);
            assertThat(all.indexOf("slow\n")).isPositive().isLessThan(all.indexOf("ok\n"));
            assertThat(all).endsWith("<p>hello");
        }
    }

    @Test
    void shouldAnswerAsManyPipelinedRequestsAsItsBound() throws IOException {
        try (Socket socket = connect()) {
            sendPipelined(socket, HttpPipeline.REQUESTS_PIPELINED_MAX);
            released.countDown();
            assertThat(read(socket)).endsWith("slow\n");
            for (int i = 1; i < HttpPipeline.REQUESTS_PIPELINED_MAX; i++) {
                assertThat(read(socket)).endsWith("ok\n");
            }
        }
    }

    @Test
    void shouldEndAConnectionWithMorePipelinedRequestsThanItsBound() throws IOException {
        assertThat(HttpPipeline.REQUESTS_PIPELINED_MAX).isEqualTo(128);
        try (Socket socket = connect();
                Socket other = connect()) {
            sendPipelined(socket, HttpPipeline.REQUESTS_PIPELINED_MAX + 1);
            assertThat(readToEnd(socket)).isEmpty();
            released.countDown();
            send(other, "GET /livez HTTP/1.1\r\nhost: a\r\n\r\n");
            assertThat(read(other)).endsWith("ok\n");
        }
    }

    @Test
    void shouldCloseTheConnectionOfAClientThatTakesNoAnswerInTime() throws IOException {
        assertThat(HttpTimeouts.DEFAULT)
                .isEqualTo(new HttpTimeouts(
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30)));
        try (HttpServer impatient =
                        describe().writeTimeout(Duration.ofMillis(300)).start();
                Socket silent = new Socket()) {
            silent.setReceiveBufferSize(16 * 1024);
            silent.connect(impatient.address());
            send(silent, "GET /large HTTP/1.1\r\nhost: a\r\n\r\n");
            await().until(() -> largeReplies.get() == 1);
            await().until(() -> impatient.connectionCount() == 0);
            assertThat(readUntilGone(silent)).isLessThan(LARGE_BYTES);
            assertThat(answer("GET /livez HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"))
                    .endsWith("ok\n");
        }
    }

    @Test
    void shouldMakeNoAnswersForAClientThatTakesNone() throws IOException {
        try (Socket silent = connect();
                Socket other = connect()) {
            send(silent, "GET /large HTTP/1.1\r\nhost: a\r\n\r\n".repeat(20));
            await().until(() -> largeReplies.get() > 0);
            for (int i = 0; i < 200; i++) {
                send(other, "GET /livez HTTP/1.1\r\nhost: a\r\n\r\n");
                assertThat(read(other)).endsWith("ok\n");
            }
            assertThat(largeReplies).hasValueLessThan(5);
            for (int i = 0; i < 20; i++) {
                assertThat(read(silent)).hasSizeGreaterThan(LARGE_BYTES);
            }
            assertThat(largeReplies).hasValue(20);
        }
    }

    @Test
    void shouldAnswerHeadWithoutABody() throws IOException {
        try (Socket socket = connect()) {
            send(socket, "HEAD /livez HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
            assertThat(readToEnd(socket))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("content-length: 3\r\n")
                    .endsWith("\r\n\r\n");
        }
    }

    @Test
    void shouldPassTheStatusOfAResourceOn() throws IOException {
        assertThat(answer("GET /readyz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                .endsWith("draining\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/livez/", "//", "/..", "http://elsewhere/livez"})
    void shouldSayThatThereIsNoSuchResource(String path) throws IOException {
        assertThat(answer("GET " + path + " HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404 Not Found\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"})
    void shouldRefuseOtherMethods(String method) throws IOException {
        assertThat(answer(method + " /livez HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405 Method Not Allowed\r\n")
                .contains("allow: GET, HEAD\r\n");
    }

    @Test
    void shouldRefuseALongRequestLine() throws IOException {
        assertThat(answer("GET /" + "a".repeat(5_000) + " HTTP/1.1\r\nhost: a\r\n\r\n"))
                .startsWith("HTTP/1.1 414 ");
    }

    @Test
    void shouldRefuseLongHeaders() throws IOException {
        assertThat(answer("GET / HTTP/1.1\r\nhost: a\r\nx: " + "a".repeat(9_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
    }

    @Test
    void shouldRefuseALongBody() throws IOException {
        assertThat(answer("GET / HTTP/1.1\r\nhost: a\r\ncontent-length: 100000\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nonsense\r\n\r\n", "GET / HTTP/1.1\r\nhost: a\r\ncontent-length: x\r\n\r\n", "\0\1\2\r\n\r\n"})
    void shouldRefuseNonsense(String nonsense) throws IOException {
        assertThat(answer(nonsense)).startsWith("HTTP/1.1 400 Bad Request\r\n");
    }

    @Test
    void shouldHideWhyAResourceFailed() throws IOException {
        assertThat(answer("GET /broken HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 500 Internal Server Error\r\n")
                .doesNotContain("secret");
    }

    @Test
    void shouldServeOthersWhileOneResourceIsSlowToBeRead() throws IOException {
        try (Socket idle = connect();
                Socket half = connect();
                Socket socket = connect()) {
            send(half, "GET / HT");
            send(socket, "GET /livez HTTP/1.1\r\nhost: a\r\n\r\n");
            assertThat(read(socket)).endsWith("ok\n");
            assertThat(idle.isConnected()).isTrue();
        }
    }

    @Test
    void shouldCloseConnectionsWhoseFirstRequestDoesNotComeWhateverBytesDo() throws IOException {
        restart(describe().headerTimeout(BRIEF));
        try (Socket silent = connect();
                Socket dripping = connect()) {
            assertThat(readUntilGone(silent)).isZero();
            await().pollInterval(Duration.ofMillis(20)).until(() -> !trySend(dripping, "x"));
            await().until(() -> server.counters().requestsLate() == 2 && server.connectionCount() == 0);
            assertThat(server.counters().connectionsIdle()).isZero();
        }
    }

    @Test
    void shouldCloseAConnectionWhoseBodyDoesNotComeWhole() throws IOException {
        restart(describe().bodyTimeout(BRIEF));
        try (Socket socket = connect()) {
            send(socket, "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 60000\r\n\r\n");
            await().pollInterval(Duration.ofMillis(20)).until(() -> !trySend(socket, "x"));
            await().until(() -> server.counters().requestsLate() == 1 && server.connectionCount() == 0);
        }
    }

    @Test
    void shouldCloseAConnectionThatBringsNoOtherRequest() throws IOException {
        restart(describe().idleTimeout(BRIEF));
        try (Socket socket = connect()) {
            for (int i = 0; i < 2; i++) {
                send(socket, "GET /livez HTTP/1.1\r\nhost: a\r\n\r\n");
                assertThat(read(socket)).endsWith("ok\n");
            }
            assertThat(readUntilGone(socket)).isZero();
            await().until(() -> server.counters().connectionsIdle() == 1);
            assertThat(server.counters().requestsLate()).isZero();
        }
    }

    @Test
    void shouldNotCloseAConnectionForWhatTheServerTakesItsTime() throws IOException {
        restart(describe().headerTimeout(BRIEF).bodyTimeout(BRIEF).idleTimeout(BRIEF));
        try (Socket socket = connect()) {
            send(socket, "GET /slow HTTP/1.1\r\nhost: a\r\n\r\nGET /livez HTTP/1.1\r\nhost: a\r\n\r\n");
            try (Socket silent = connect()) {
                assertThat(readUntilGone(silent)).as("the time has passed").isZero();
            }
            released.countDown();
            assertThat(read(socket)).endsWith("slow\n");
            assertThat(read(socket)).endsWith("ok\n");
        }
    }

    @Test
    void shouldNotTakeForIdleWhoTakesALargeAnswerSlowly() throws IOException {
        restart(describe().headerTimeout(BRIEF).idleTimeout(BRIEF));
        try (Socket slow = new Socket()) {
            slow.setReceiveBufferSize(16 * 1024);
            slow.connect(server.address());
            send(slow, "GET /large HTTP/1.1\r\nhost: a\r\n\r\n");
            assertThat(slow.getInputStream().read())
                    .as("the answer is on its way")
                    .isEqualTo('H');
            try (Socket silent = connect()) {
                assertThat(readUntilGone(silent)).as("the time has passed").isZero();
            }
            assertThat(server.counters().connectionsIdle()).isZero();
            assertThat(read(slow)).hasSizeGreaterThan(LARGE_BYTES);
            assertThat(readUntilGone(slow)).isZero();
            await().until(() -> server.counters().connectionsIdle() == 1);
        }
    }

    @Test
    void shouldLeaveRoomForOthersWhenOnePeerTakesAllConnectionsThatItGets() throws IOException {
        List<Socket> taken = new ArrayList<>();
        try {
            for (int i = 0; i < HttpServer.PEER_CONNECTIONS_MAX; i++) {
                taken.add(connect());
            }
            await().until(() -> server.connectionCount() == HttpServer.PEER_CONNECTIONS_MAX);
            try (Socket onceMore = connect();
                    Socket other = connectFrom("127.0.0.2")) {
                assertThat(readUntilGone(onceMore)).isZero();
                assertThat(server.counters().connectionsRefused()).isEqualTo(1);
                send(other, "GET /livez HTTP/1.1\r\nhost: a\r\n\r\n");
                assertThat(read(other)).endsWith("ok\n");
            }
            taken.remove(0).close();
            await().untilAsserted(() -> {
                try (Socket again = connect()) {
                    send(again, "GET /livez HTTP/1.1\r\nhost: a\r\n\r\n");
                    assertThat(read(again)).endsWith("ok\n");
                }
            });
        } finally {
            for (Socket each : taken) {
                each.close();
            }
        }
    }

    @Test
    void shouldNotBoundAProxy() throws IOException {
        restart(describe().peers(address -> Optional.empty()));
        List<Socket> taken = new ArrayList<>();
        try {
            for (int i = 0; i <= HttpServer.PEER_CONNECTIONS_MAX; i++) {
                taken.add(connect());
            }
            await().until(() -> server.connectionCount() == HttpServer.PEER_CONNECTIONS_MAX + 1);
        } finally {
            for (Socket each : taken) {
                each.close();
            }
        }
    }

    /** From another address of this machine. */
    private Socket connectFrom(String local) throws IOException {
        return new Socket(server.address().getAddress(), server.address().getPort(), InetAddress.getByName(local), 0);
    }

    private void restart(HttpServer.Builder other) throws IOException {
        server.close();
        server = other.start();
    }

    private static boolean trySend(Socket socket, String text) {
        try {
            send(socket, text);
            return true;
        } catch (IOException e) {
            return false; // the server has closed it
        }
    }

    @Test
    void shouldLetAClientSendToItsEndWhatIsRefused() throws IOException {
        try (Socket socket = connect()) {
            send(socket, "POST /livez HTTP/1.1\r\nhost: a\r\ncontent-length: 200000\r\n\r\n");
            String answer = readToEnd(socket);
            for (int i = 0; i < 20; i++) {
                send(socket, "x".repeat(10_000)); // is reset if the server has closed
            }
            assertThat(answer).startsWith("HTTP/1.1 413 ").endsWith("the body is too long\n");
            socket.shutdownOutput();
            await().until(() -> server.connectionCount() == 0);
        }
    }

    @Test
    void shouldNotWaitForLongForAClientThatDoesNotCloseAfterItsLastAnswer() throws IOException {
        try (Socket socket = connect()) {
            send(socket, "GET /livez HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
            assertThat(readToEnd(socket)).endsWith("ok\n");
            await().until(() -> server.connectionCount() == 0);
            await().until(() -> !trySend(socket, "x"));
        }
    }

    @Test
    void shouldSayThatAnAddressIsInUse() {
        assertThatThrownBy(() -> HttpServer.builder()
                        .eventLoops(loops)
                        .address(server.address())
                        .start())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in use");
    }

    @Test
    void shouldCloseConnectionsWhenItCloses() throws IOException {
        try (Socket socket = connect()) {
            send(socket, "GET /livez HTTP/1.1\r\nhost: a\r\n\r\n");
            assertThat(read(socket)).endsWith("ok\n");
            server.close();
            server.close();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        InetSocketAddress address = server.address();
        assertThatThrownBy(() -> new Socket(address.getAddress(), address.getPort()))
                .isInstanceOf(IOException.class);
    }

    private String answer(String request) throws IOException {
        try (Socket socket = connect()) {
            send(socket, request);
            return readToEnd(socket);
        }
    }

    private Socket connect() throws IOException {
        return new Socket(server.address().getAddress(), server.address().getPort());
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Sends so many requests in one piece, the first of which is not answered before {@link #released}. A long request
     * goes before, after which the server reads more than a few requests at a time.
     */
    private void sendPipelined(Socket socket, int count) throws IOException {
        send(socket, "GET /livez HTTP/1.1\r\nhost: a\r\nx: " + "a".repeat(7_000) + "\r\n\r\n");
        assertThat(read(socket)).endsWith("ok\n");
        String one = "GET /livez HTTP/1.1\r\nhost: a\r\n\r\n";
        send(socket, "GET /slow HTTP/1.1\r\nhost: a\r\n\r\n" + one.repeat(count - 1));
    }

    /** How many bytes came before the connection was closed or reset. */
    private static long readUntilGone(Socket socket) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long total = 0;
        try {
            for (int n = socket.getInputStream().read(buffer);
                    n >= 0;
                    n = socket.getInputStream().read(buffer)) {
                total += n;
            }
        } catch (SocketException e) {
            return total; // a reset
        }
        return total;
    }

    private static String readToEnd(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Reads one response, to the end of what its content-length says. */
    private static String read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertThat(next).isNotEqualTo(-1);
            text.append((char) next);
        }
        int at = text.indexOf("content-length: ") + "content-length: ".length();
        int length = Integer.parseInt(text.substring(at, text.indexOf("\r\n", at)));
        return text + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private void awaitRelease() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
