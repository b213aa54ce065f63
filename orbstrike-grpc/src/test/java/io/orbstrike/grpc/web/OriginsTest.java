package io.orbstrike.grpc.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pages may act. */
class OriginsTest {

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8081, localhost:8081",
        "http://a.example, a.example",
        "http://a.example, a.example:80",
        "http://a.example:80, a.example",
        "https://a.example, a.example:443",
        "https://a.example:8443, a.example:8443",
        "HTTPS://A.example, a.EXAMPLE",
        "http://[::1]:8081, [::1]:8081",
    })
    void shouldKnowThePagesOfTheSameHost(String origin, String host) {
        assertThat(Origins.isSame(origin, host)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "http://b.example, a.example",
        "http://a.example.evil, a.example",
        "http://evil-a.example, a.example",
        "http://a.example:81, a.example",
        "http://a.example:443, a.example",
        "https://a.example, a.example:80",
        "http://localhost:8081, 127.0.0.1:8081",
        "null, a.example",
        "null, null",
        "a.example, a.example",
        "http://, ''",
        "'', ''",
        "http://a.example/, a.example",
    })
    void shouldKnowThePagesOfOthers(String origin, String host) {
        assertThat(Origins.isSame(origin, host)).isFalse();
    }

    @Test
    void shouldAllowWhatComesFromNoPageAndNothingDoubtful() {
        HttpHeaders headers = new DefaultHttpHeaders();
        assertThat(Origins.isAllowed(headers)).isTrue();
        headers.add("origin", "http://a.example");
        assertThat(Origins.isAllowed(headers)).isFalse();
        headers.add("host", "a.example");
        assertThat(Origins.isAllowed(headers)).isTrue();
        assertThat(Origins.isAllowed(headers.copy().add("host", "b.example"))).isFalse();
        assertThat(Origins.isAllowed(headers.copy().add("origin", "http://b.example")))
                .isFalse();
    }
}
