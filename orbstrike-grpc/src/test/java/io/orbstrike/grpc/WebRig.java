package io.orbstrike.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.orbstrike.grpc.web.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** An HTTP server in front of a gRPC server's calls, and a browser's way to its lobby. */
final class WebRig implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final HttpServer server;

    private WebRig(HttpServer server) {
        this.server = server;
    }

    /** Serves players at once. */
    static WebRig of(EventLoops loops, GrpcServer grpc) {
        WebRig rig = withoutPlayers(loops);
        rig.server.serve(grpc.playerCalls());
        return rig;
    }

    static WebRig withoutPlayers(EventLoops loops) {
        try {
            return new WebRig(HttpServer.builder().eventLoops(loops).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InetSocketAddress address() {
        return server.address();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(
                "http://" + address().getHostString() + ":" + address().getPort() + path));
    }

    /** A call of the lobby as a browser makes it. */
    HttpRequest.Builder call(String method, Message request) {
        return callOf("orbstrike.v1.Lobby", method, request);
    }

    /** A call as a browser makes it. */
    HttpRequest.Builder callOf(String service, String method, Message request) {
        return request("/" + service + "/" + method)
                .header("content-type", "application/proto")
                .header("connect-protocol-version", "1")
                .POST(HttpRequest.BodyPublishers.ofByteArray(request.toByteArray()));
    }

    static HttpResponse<byte[]> send(HttpRequest.Builder request) {
        return GrpcRig.await(HTTP.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
    }

    static <M extends Message> M answer(HttpRequest.Builder request, Parser<M> parser) {
        HttpResponse<byte[]> response = send(request);
        if (response.statusCode() != 200
                || !response.headers().firstValue("content-type").orElse("").equals("application/proto")) {
            throw new IllegalStateException(response + " " + response.headers());
        }
        try {
            return parser.parseFrom(response.body());
        } catch (InvalidProtocolBufferException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
