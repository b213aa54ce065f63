package io.orbstrike.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ServeAndPlayIT {

    private static final Pattern REPORT = Pattern.compile("Ann moved (\\d+) units in (\\d+) ticks\\R");

    /** 260 units a second at ticks of 15 ms, rounded to a part of a unit. */
    private static final int PARTS_PER_TICK = 3_994;

    private static final int PARTS_PER_UNIT = 1_024;

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void shouldMoveByTheSpeedOfOrbForEachTick() {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            ServeAndPlay.main(new String[0]);
        } finally {
            System.setOut(console);
        }
        Matcher report = REPORT.matcher(printed.toString(StandardCharsets.UTF_8));
        assertThat(report.matches())
                .as(printed.toString(StandardCharsets.UTF_8))
                .isTrue();
        int ticks = Integer.parseInt(report.group(2));
        assertThat(ticks).isGreaterThanOrEqualTo(10);
        assertThat(Integer.parseInt(report.group(1))).isEqualTo(ticks * PARTS_PER_TICK / PARTS_PER_UNIT);
    }
}
