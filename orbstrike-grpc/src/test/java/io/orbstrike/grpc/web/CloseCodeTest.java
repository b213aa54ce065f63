package io.orbstrike.grpc.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a browser learns of a stream's end. */
class CloseCodeTest {

    @Test
    void shouldTellStatusesByNumbers() {
        assertThat(CloseCode.of(Status.OK)).isEqualTo(1000);
        assertThat(CloseCode.of(Status.NOT_FOUND)).isEqualTo(4005);
        assertThat(CloseCode.of(Status.UNAVAILABLE)).isEqualTo(4014);
        assertThat(CloseCode.of(Status.UNAUTHENTICATED)).isEqualTo(4016);
    }

    @Test
    void shouldCutAReasonBetweenCharacters() {
        assertThat(CloseCode.reason("")).isEmpty();
        assertThat(CloseCode.reason("a".repeat(123))).hasSize(123);
        assertThat(CloseCode.reason("a".repeat(200))).isEqualTo("a".repeat(123));
        assertThat(CloseCode.reason("\u00e9".repeat(100))).isEqualTo("\u00e9".repeat(61));
        String orbs = CloseCode.reason("\ud83d\udfe2".repeat(100));
        assertThat(orbs).isEqualTo("\ud83d\udfe2".repeat(30));
        assertThat(orbs.getBytes(StandardCharsets.UTF_8)).hasSize(120);
        assertThat(CloseCode.reason("\ud83d")).isEqualTo("?");
    }
}
