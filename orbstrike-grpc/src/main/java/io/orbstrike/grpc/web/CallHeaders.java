package io.orbstrike.grpc.web;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.orbstrike.grpc.PlayMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an HTTP request says, as a gRPC call says it.
 *
 * <p>Thread-safe.
 */
final class CallHeaders {

    /** The subprotocol whose messages are ClientFrames and ServerFrames. */
    static final String SUBPROTOCOL = "orbstrike.v1";

    private static final String TICKET_PREFIX = "bearer.";
    private static final String BEARER = "Bearer ";
    private static final Pattern KEY = Pattern.compile("[0-9a-z_.-]+");
    private static final Pattern COMMA = Pattern.compile(",");

    /** What concerns the connection and not the call (RFC 9110, section 7.6.1). */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade");

    private static final String OF_THE_WEB_SOCKET = "sec-websocket-";

    private CallHeaders() {}

    /** The request's headers as metadata, but for those of the connection and those that gRPC would not take. */
    static Metadata of(HttpHeaders headers) {
        Metadata metadata = new Metadata();
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (isOfTheCall(name)) {
                metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), header.getValue());
            }
        }
        return metadata;
    }

    private static boolean isOfTheCall(String name) {
        return KEY.matcher(name).matches()
                && !name.endsWith(Metadata.BINARY_HEADER_SUFFIX)
                && !name.startsWith(OF_THE_WEB_SOCKET)
                && !OF_THE_CONNECTION.contains(name);
    }

    /**
     * The metadata of a Play call. A browser cannot set headers for a WebSocket, so the ticket comes as a subprotocol, which
     * unlike the query no proxy writes into its log, and the rest in the query.
     */
    static Metadata ofPlay(String uri, HttpHeaders headers) {
        Metadata metadata = of(headers);
        subprotocols(headers).stream()
                .filter(offered -> offered.startsWith(TICKET_PREFIX))
                .findFirst()
                .ifPresent(offered ->
                        set(metadata, PlayMetadata.AUTHORIZATION, BEARER + offered.substring(TICKET_PREFIX.length())));
        Map<String, List<String>> query = new QueryStringDecoder(uri).parameters();
        first(query, "stream").ifPresent(stream -> set(metadata, PlayMetadata.STREAM, stream));
        first(query, "tick")
                .filter(tick -> !tick.equals("0"))
                .ifPresent(tick ->
                        set(metadata, PlayMetadata.SEEN, first(query, "epoch").orElse("0") + "/" + tick));
        return metadata;
    }

    /** What the client can speak over the WebSocket, in its order. */
    static List<String> subprotocols(HttpHeaders headers) {
        List<String> offered = new ArrayList<>();
        for (String line : headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL)) {
            COMMA.splitAsStream(line).map(String::strip).forEach(offered::add);
        }
        return offered;
    }

    /** The connection's two ends. */
    static Attributes attributes(Channel channel) {
        return Attributes.newBuilder()
                .set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, channel.remoteAddress())
                .set(Grpc.TRANSPORT_ATTR_LOCAL_ADDR, channel.localAddress())
                .build();
    }

    private static Optional<String> first(Map<String, List<String>> query, String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }

    private static void set(Metadata metadata, Metadata.Key<String> key, String value) {
        metadata.discardAll(key);
        metadata.put(key, value);
    }
}
