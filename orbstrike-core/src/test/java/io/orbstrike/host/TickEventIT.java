package io.orbstrike.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TickEventIT {

    @TempDir
    private Path directory;

    @Test
    void shouldTellWhichTickCameHowLate() throws IOException {
        HostFixture fixture = new HostFixture();
        HostedBoard<String, Integer> board = fixture.board();
        fixture.ticks(1);
        long tick = board.status().tick();
        List<RecordedEvent> events;
        try (Recording recording = new Recording()) {
            recording.enable(TickEvent.class);
            recording.start();
            fixture.ticks(1);
            fixture.clock.advance(Duration.ofMillis(13));
            fixture.work();
            recording.stop();
            Path file = directory.resolve("ticks.jfr");
            recording.dump(file);
            events = RecordingFile.readAllEvents(file);
        }
        assertThat(events).hasSize(2).allSatisfy(event -> {
            assertThat(event.getString("board")).isEqualTo(board.id().toString());
            assertThat(event.getLong("epoch")).isEqualTo(board.epoch());
        });
        RecordedEvent before = events.get(0);
        RecordedEvent late = events.get(1);
        assertThat(before.getLong("tick")).isEqualTo(tick + 1);
        assertThat(late.getLong("tick")).isEqualTo(tick + 2);
        assertThat(late.getDuration("lateness").minus(before.getDuration("lateness")))
                .isEqualTo(Duration.ofMillis(3));
    }
}
