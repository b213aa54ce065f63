package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Metadata;
import io.orbstrike.board.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlayMetadataTest {

    @Test
    void shouldReadWhatAClientWrites() {
        Metadata headers = PlayMetadata.ofPlay("a.b.c", 7, 12, 345);
        assertThat(PlayMetadata.bearer(headers)).isEqualTo("a.b.c");
        assertThat(PlayMetadata.streamNumber(headers)).isEqualTo(7);
        assertThat(PlayMetadata.seenEpoch(headers)).isEqualTo(12);
        assertThat(headers.get(PlayMetadata.SEEN)).isEqualTo("12/345");
    }

    @Test
    void shouldTakeTheDefaultsWhenAClientWritesNothing() {
        Metadata headers = new Metadata();
        assertThat(PlayMetadata.bearer(headers)).isNull();
        assertThat(PlayMetadata.streamNumber(headers)).isEqualTo(1);
        assertThat(PlayMetadata.seenEpoch(headers)).isEqualTo(-1);
        assertThat(PlayMetadata.ofPlay("t", 1, 5, 0).get(PlayMetadata.SEEN)).isNull();
    }

    @Test
    void shouldTakeTheSchemeInAnyCaseAndNoOtherScheme() {
        Metadata headers = new Metadata();
        headers.put(PlayMetadata.AUTHORIZATION, "bearer  x.y.z ");
        assertThat(PlayMetadata.bearer(headers)).isEqualTo("x.y.z");
        Metadata basic = new Metadata();
        basic.put(PlayMetadata.AUTHORIZATION, "Basic abc");
        assertThat(PlayMetadata.bearer(basic)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "+1", "", "x", "1.0", "9223372036854775808", "99999999999999999999"})
    void shouldRefuseStreamNumbersThatAreNone(String value) {
        Metadata headers = new Metadata();
        headers.put(PlayMetadata.STREAM, value);
        assertThatThrownBy(() -> PlayMetadata.streamNumber(headers))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("orbstrike-stream \"" + value + "\": must be decimal, 1 to 9223372036854775807");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5/", "/5", "5/x", "-1/5", "5/6/7"})
    void shouldRefuseSeenFramesThatAreNone(String value) {
        Metadata headers = new Metadata();
        headers.put(PlayMetadata.SEEN, value);
        assertThatThrownBy(() -> PlayMetadata.seenEpoch(headers))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("orbstrike-seen \"" + value + "\": must be ");
    }
}
