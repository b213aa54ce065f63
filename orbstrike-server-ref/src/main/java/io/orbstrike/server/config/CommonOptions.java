package io.orbstrike.server.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Options that every command has.
 *
 * <p>Confined to the main thread.
 */
public final class CommonOptions {

    static final String CONFIG = "--config";

    @Option(
            names = CONFIG,
            paramLabel = "FILE",
            description = "A YAML file with further options, such as 'port: 8080'.")
    @SuppressWarnings("UnusedVariable") // read by its name
    private @Nullable Path config;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            defaultValue = "warn",
            converter = LogLevel.Converter.class,
            description = "What is logged on stderr: error, warn, info, debug or trace.")
    private LogLevel logLevel = LogLevel.WARN;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows every option with its value and where that comes from.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    /** Creates unset options; picocli fills them. */
    public CommonOptions() {}

    /**
     * What is logged.
     *
     * @return never null
     */
    public LogLevel logLevel() {
        return logLevel;
    }
}
