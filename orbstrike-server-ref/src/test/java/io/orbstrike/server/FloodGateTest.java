package io.orbstrike.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FloodGateTest {

    private final LoggerContext context = new LoggerContext();
    private final Logger logger = context.getLogger("a.library");
    private final FloodGate gate = new FloodGate();
    private final Lines behind = new Lines();

    @BeforeEach
    void setUp() {
        behind.setContext(context);
        behind.start();
        gate.setContext(context);
        gate.setLinesMax(3);
        gate.setWindowSeconds(3_600);
        gate.addAppender(behind);
        gate.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(gate);
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void shouldLetFewWarningsOfEachLoggerThrough() {
        warn(logger, 1_000);
        warn(context.getLogger("another.library"), 2);
        assertThat(behind.lines)
                .containsExactly(
                        "WARN a.library: no. 0",
                        "WARN a.library: no. 1",
                        "WARN a.library: no. 2",
                        "WARN another.library: no. 0",
                        "WARN another.library: no. 1");
    }

    @Test
    void shouldSayAtTheEndHowManyItHeldBack() {
        warn(logger, 1_000);
        warn(context.getLogger("another.library"), 3);
        gate.stop();
        gate.stop();
        assertThat(behind.lines).hasSize(7).endsWith("WARN a.library: 997 more lines were held back");
    }

    @Test
    void shouldBeginAnewAfterAWhile() {
        gate.setWindowSeconds(1);
        warn(logger, 10);
        await().until(() -> behind.lines.contains("WARN a.library: 7 more lines were held back"));
        warn(logger, 1);
        assertThat(behind.lines).hasSize(5).endsWith("WARN a.library: no. 0");
    }

    @Test
    void shouldNotHideAnErrorBehindWarnings() {
        warn(logger, 1_000);
        logger.error("a board is lost");
        assertThat(behind.lines).hasSize(4).endsWith("ERROR a.library: a board is lost");
    }

    @Test
    void shouldLetLesserLevelsPass() {
        for (int i = 0; i < 100; i++) {
            logger.info("no. {}", i);
        }
        assertThat(behind.lines).hasSize(100);
    }

    private static void warn(Logger logger, int count) {
        for (int i = 0; i < count; i++) {
            logger.warn("no. {}", i);
        }
    }

    private static final class Lines extends AppenderBase<ILoggingEvent> {

        final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getLevel() + " " + event.getLoggerName() + ": " + event.getFormattedMessage());
        }
    }
}
