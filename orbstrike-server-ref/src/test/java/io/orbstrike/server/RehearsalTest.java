package io.orbstrike.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is played before a process serves. */
@Timeout(120)
class RehearsalTest {

    @Test
    void shouldPlayAllBoardsAndLeaveNoThreadBehind() {
        Set<String> before = threads();
        assertThat(Rehearsal.play(Duration.ofSeconds(60))).isEqualTo(10);
        await().untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
    }

    @Test
    void shouldEndWhenItsTimeIsOver() {
        assertThat(Rehearsal.play(Duration.ofMillis(1))).isZero();
    }

    @Test
    void shouldNotBeginWithoutTime() {
        assertThat(Rehearsal.play(Duration.ZERO)).isZero();
    }

    @Test
    void shouldHoldBackWhatItsClusterSays() {
        LoggingEvent event = new LoggingEvent();
        event.setThreadName(Rehearsal.THREAD);
        assertThat(new RehearsalSilence().decide(event)).isEqualTo(FilterReply.DENY);
        LoggingEvent other = new LoggingEvent();
        other.setThreadName("orbstrike-agent");
        assertThat(new RehearsalSilence().decide(other)).isEqualTo(FilterReply.NEUTRAL);
    }

    private static Set<String> threads() {
        Set<String> names = new TreeSet<>();
        Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("orbstrike"))
                .forEach(names::add);
        return names;
    }
}
