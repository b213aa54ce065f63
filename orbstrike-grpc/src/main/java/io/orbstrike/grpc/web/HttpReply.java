package io.orbstrike.grpc.web;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a resource answers.
 *
 * <p>Immutable.
 */
public final class HttpReply {

    private final int status;
    private final String contentType;
    private final byte[] body;
    private final Map<String, String> headers;
    private final byte @Nullable [] compressed;

    private HttpReply(
            int status, String contentType, byte[] body, Map<String, String> headers, byte @Nullable [] compressed) {
        this.status = status;
        this.contentType = requireNonNull(contentType, "contentType");
        this.body = body;
        this.headers = headers;
        this.compressed = compressed;
    }

    /**
     * A reply with a text.
     *
     * @param status an HTTP status, 200 to 599
     * @param contentType without a character set, which is always UTF-8
     * @param text the body
     * @return the reply
     */
    public static HttpReply of(int status, String contentType, String text) {
        return bytes(status, contentType + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A reply with one line for people and scripts.
     *
     * @param status an HTTP status, 200 to 599
     * @param line without its line break
     * @return the reply
     */
    public static HttpReply line(int status, String line) {
        return of(status, "text/plain", line + "\n");
    }

    /**
     * A reply with bytes whose type says everything about them.
     *
     * @param contentType as it is sent
     * @param body not to be changed afterwards
     * @return the reply, with status 200
     */
    public static HttpReply bytes(String contentType, byte[] body) {
        return bytes(200, contentType, body);
    }

    static HttpReply bytes(int status, String contentType, byte[] body) {
        return new HttpReply(status, contentType, body, Map.of(), null);
    }

    /**
     * The same with a header more.
     *
     * @param name in lower case; one that every reply has is replaced
     * @param value in one line
     * @return another reply
     */
    public HttpReply withHeader(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(requireNonNull(name, "name"), requireNonNull(value, "value"));
        return new HttpReply(status, contentType, body, Map.copyOf(more), compressed);
    }

    /**
     * The status.
     *
     * @return an HTTP status, 200 to 599
     */
    public int status() {
        return status;
    }

    String contentType() {
        return contentType;
    }

    /** The same for clients that read gzip: with these bytes in place of the body. */
    HttpReply orCompressed(byte[] gzip) {
        return new HttpReply(status, contentType, body, headers, gzip).withHeader("vary", "accept-encoding");
    }

    /** What is said to a client that reads gzip. */
    HttpReply forGzip() {
        byte[] gzip = compressed;
        return gzip == null
                ? this
                : new HttpReply(status, contentType, gzip, headers, null).withHeader("content-encoding", "gzip");
    }

    /** What is said instead to who has the body already. */
    HttpReply notModified() {
        return new HttpReply(304, contentType, new byte[0], headers, null);
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }
}
