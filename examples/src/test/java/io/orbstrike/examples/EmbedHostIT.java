package io.orbstrike.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EmbedHostIT {

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void shouldPlayBothGamesToTheirEnds() {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            EmbedHost.main(new String[0]);
        } finally {
            System.setOut(console);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        line -> assertThat(line).matches("Ann moves right, at x = -?\\d+"),
                        line -> assertThat(line).matches("The player at place 1 is it, at cell \\d+"),
                        line -> assertThat(line).isEqualTo("The game is over: StayEnded[reason=CLOSED]"));
    }
}
