package io.orbstrike.testkit.simulation;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps what the simulated processes log out of the test's output, where it would be all that there is. */
final class QuietLogs implements AutoCloseable {

    private final Logger logger = Logger.getLogger("io.orbstrike");
    private final @Nullable Level before = logger.getLevel();

    QuietLogs() {
        logger.setLevel(Level.OFF);
    }

    @Override
    public void close() {
        logger.setLevel(before);
    }
}
