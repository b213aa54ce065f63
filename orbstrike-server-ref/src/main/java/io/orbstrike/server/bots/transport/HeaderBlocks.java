package io.orbstrike.server.bots.transport;

import io.grpc.Metadata;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Base64;
import java.util.Map;

/**
 * The header blocks of one connection, both ways; they depend on one another in their order.
 *
 * <p>Confined to its channel's event loop.
 */
final class HeaderBlocks {

    private static final String BINARY = Metadata.BINARY_HEADER_SUFFIX;

    private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

    /** What a header block tells. */
    record Response(String httpStatus, Metadata metadata) {}

    /** The server keeps a table of at most so many bytes. */
    void tableBytesMax(long bytes) {
        try {
            encoder.configuration().maxHeaderTableSize(bytes);
        } catch (Http2Exception e) {
            throw new ProtocolException("a header table of " + bytes + " bytes");
        }
    }

    void writeRequest(int stream, String authority, String method, Metadata metadata, ByteBuf out) {
        Http2Headers headers = new DefaultHttp2Headers()
                .method("POST")
                .scheme("http")
                .path("/" + method)
                .authority(authority)
                .add("content-type", "application/grpc")
                .add("te", "trailers")
                .add("user-agent", "orbstrike-bots");
        for (String name : metadata.keys()) {
            if (!name.endsWith(BINARY)) {
                Iterable<String> values = metadata.getAll(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
                if (values != null) {
                    values.forEach(value -> headers.add(name, value));
                }
            }
        }
        try {
            encoder.encodeHeaders(stream, headers, out);
        } catch (Http2Exception e) {
            throw new ProtocolException("headers that cannot be written: " + e.getMessage());
        }
    }

    Response read(int stream, byte[] bytes, int offset, int length) {
        Http2Headers headers;
        try {
            headers = decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(bytes, offset, length));
        } catch (Http2Exception e) {
            throw new ProtocolException("headers that cannot be read: " + e.getMessage());
        }
        Metadata metadata = new Metadata();
        for (Map.Entry<CharSequence, CharSequence> header : headers) {
            add(metadata, header.getKey().toString(), header.getValue().toString());
        }
        CharSequence status = headers.status();
        return new Response(status == null ? "" : status.toString(), metadata);
    }

    private static void add(Metadata metadata, String name, String value) {
        if (name.startsWith(":")) {
            return;
        }
        try {
            if (name.endsWith(BINARY)) {
                byte[] bytes = Base64.getDecoder().decode(value);
                metadata.put(Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER), bytes);
            } else {
                metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
            }
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("header " + name + " that cannot be read");
        }
    }
}
