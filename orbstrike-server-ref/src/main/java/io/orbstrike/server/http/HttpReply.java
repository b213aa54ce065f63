package io.orbstrike.server.http;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;

/**
 * What a resource answers.
 *
 * <p>Immutable.
 */
public final class HttpReply {

    private final int status;
    private final String contentType;
    private final byte[] body;

    private HttpReply(int status, String contentType, byte[] body) {
        this.status = status;
        this.contentType = requireNonNull(contentType, "contentType");
        this.body = body;
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
        return new HttpReply(status, contentType + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
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
        return new HttpReply(200, contentType, body);
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

    byte[] body() {
        return body;
    }
}
