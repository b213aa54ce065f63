package io.orbstrike.server.config;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How much is logged. */
public enum LogLevel {
    /** Broken invariants. */
    ERROR,
    /** And lost leases, dropped data. */
    WARN,
    /** And changes of state. */
    INFO,
    /** And what helps to find a fault. */
    DEBUG,
    /** Everything. */
    TRACE;

    /** Reads a level in lower case. */
    static final class Converter implements ITypeConverter<LogLevel> {
        @Override
        public LogLevel convert(String text) {
            for (LogLevel level : values()) {
                if (level.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return level;
                }
            }
            throw new TypeConversionException("error, warn, info, debug or trace");
        }
    }
}
