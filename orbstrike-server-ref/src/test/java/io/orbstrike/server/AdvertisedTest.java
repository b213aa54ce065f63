package io.orbstrike.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class AdvertisedTest {

    @ParameterizedTest
    @CsvSource({
        "game.example,game.example:7",
        "game.example:9,game.example:9",
        "10.0.0.1,10.0.0.1:7",
        "[::1],[::1]:7",
        "[::1]:9,[::1]:9"
    })
    void shouldTakeThePortInUseUnlessOneIsNamed(String text, String address) {
        assertThat(new Advertised.Converter().convert(text).withPort(7)).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":9", "a:0", "a:x", "a:99999", "::1", "[::1"})
    void shouldRefuseWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> new Advertised.Converter().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("HOST or HOST:PORT, such as 10.0.0.1 or [::1]:10187");
    }

    @Test
    void shouldShowItselfAsItWasWritten() {
        assertThat(new Advertised.Converter().convert("a")).hasToString("a");
        assertThat(new Advertised.Converter().convert("[::1]:9")).hasToString("[::1]:9");
    }
}
