package io.orbstrike.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.orbstrike.server.config.LogLevel;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * How much is logged. The pattern and stderr as the only target stand in {@code logback.xml}.
 *
 * <p>Confined to the main thread.
 */
final class Logging {

    private Logging() {}

    /** Leads all ways of logging into one, before anything logs. */
    static void start() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    /** Writes what is still to be said; nothing is logged afterwards. */
    static void stop() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    /** Sets the level of our own loggers; those of libraries stay at warnings unless more than information is wanted. */
    static void level(LogLevel level) {
        logger("io.orbstrike").setLevel(Level.valueOf(level.name()));
        boolean isDetailed = level.compareTo(LogLevel.INFO) > 0;
        Level others = isDetailed ? Level.INFO : Level.WARN;
        logger(Logger.ROOT_LOGGER_NAME).setLevel(level == LogLevel.ERROR ? Level.ERROR : others);
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }
}
