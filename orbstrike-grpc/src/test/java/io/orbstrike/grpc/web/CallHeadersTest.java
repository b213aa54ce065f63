package io.orbstrike.grpc.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.orbstrike.grpc.PlayMetadata;
import org.junit.jupiter.api.Test;

/** How a browser's request reads as a call. */
class CallHeadersTest {

    private final HttpHeaders headers = new DefaultHttpHeaders();

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    @Test
    void shouldTakeTheTicketFromTheSubprotocolsAndTheRestFromTheQuery() {
        headers.add("sec-websocket-protocol", "orbstrike.v1, bearer.a.b.c").add("x-forwarded-for", "1.2.3.4");
        Metadata metadata = CallHeaders.ofPlay("/play?stream=7&epoch=12&tick=34", headers);
        assertThat(metadata.get(PlayMetadata.AUTHORIZATION)).isEqualTo("Bearer a.b.c");
        assertThat(metadata.get(PlayMetadata.STREAM)).isEqualTo("7");
        assertThat(metadata.get(PlayMetadata.SEEN)).isEqualTo("12/34");
        assertThat(metadata.get(key("x-forwarded-for"))).isEqualTo("1.2.3.4");
        assertThat(CallHeaders.subprotocols(headers)).containsExactly("orbstrike.v1", "bearer.a.b.c");
    }

    @Test
    void shouldTellNothingSeenWhenNothingWas() {
        assertThat(CallHeaders.ofPlay("/play?stream=1&epoch=0&tick=0", headers).get(PlayMetadata.SEEN))
                .isNull();
        assertThat(CallHeaders.ofPlay("/play", headers).keys()).isEmpty();
        assertThat(CallHeaders.ofPlay("/play?tick=x", headers).get(PlayMetadata.SEEN))
                .isEqualTo("0/x");
    }

    @Test
    void shouldPreferWhatABrowserCanSay() {
        headers.add("authorization", "Bearer other").add("orbstrike-stream", "3");
        assertThat(CallHeaders.ofPlay("/play", headers).get(PlayMetadata.AUTHORIZATION))
                .isEqualTo("Bearer other");
        headers.add("sec-websocket-protocol", "bearer.own");
        Metadata metadata = CallHeaders.ofPlay("/play?stream=4", headers);
        assertThat(metadata.getAll(PlayMetadata.AUTHORIZATION)).containsExactly("Bearer own");
        assertThat(metadata.getAll(PlayMetadata.STREAM)).containsExactly("4");
    }

    @Test
    void shouldLeaveOutWhatGrpcWouldNotTake() {
        headers.add("x-data-bin", "%%%")
                .add("x*y", "1")
                .add("Connection", "Upgrade")
                .add("sec-websocket-key", "a");
        headers.add("X-Two", "1").add("x-two", "2");
        Metadata metadata = CallHeaders.of(headers);
        assertThat(metadata.keys()).containsExactly("x-two");
        assertThat(metadata.getAll(key("x-two"))).containsExactly("1", "2");
    }
}
