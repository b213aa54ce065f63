package io.orbstrike.server.config;

import java.util.Locale;
import picocli.CommandLine.Model.OptionSpec;

/**
 * How an option is called in the environment and in a YAML file: both names follow from its long name.
 *
 * <p>Immutable.
 */
final class OptionNames {

    private static final String ENVIRONMENT_PREFIX = "ORBSTRIKE_";

    private OptionNames() {}

    /** {@code --http-port} in the environment: {@code ORBSTRIKE_HTTP_PORT}. */
    static String environmentOf(OptionSpec option) {
        return ENVIRONMENT_PREFIX + keyOf(option).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** {@code --http-port} in a file: {@code http-port}. */
    static String keyOf(OptionSpec option) {
        return option.longestName().substring(2);
    }

    /** Options that only make sense on the command line have neither name. */
    static boolean isFlagOnly(OptionSpec option) {
        return option.usageHelp() || option.versionHelp();
    }

    /** The file's own name cannot stand in the file. */
    static boolean isInFile(OptionSpec option) {
        return !isFlagOnly(option) && !CommonOptions.CONFIG.equals(option.longestName());
    }
}
