package io.orbstrike.server.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Gives options that no flag has set their value from the environment, else from the YAML file, and remembers which. An
 * empty variable counts as unset.
 *
 * <p>Confined to the main thread; one for each run of a command line.
 */
final class OptionSources implements IDefaultValueProvider {

    static final String DEFAULT = "default";
    static final String UNSET = "unset";

    private final Map<String, String> environment;
    private final Map<OptionSpec, Found> found = new HashMap<>();
    private @Nullable ConfigFile file;
    private @Nullable Path path;

    OptionSources(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** An option's value as it was written, and where: a flag, a variable, a key in a file, or the default. */
    record Found(String text, String place) {}

    @Override
    public @Nullable String defaultValue(ArgSpec arg) {
        if (!(arg instanceof OptionSpec option) || OptionNames.isFlagOnly(option)) {
            return null;
        }
        Found value = find(option);
        if (value == null) {
            return null;
        }
        found.put(option, value);
        return value.text();
    }

    /** The value that an option has after parsing, or had when its parsing failed. */
    Found present(OptionSpec option) {
        ParseResult parsed = option.command().commandLine().getParseResult();
        boolean isFlag = parsed != null && parsed.hasMatchedOption(option);
        Found elsewhere = found.get(option);
        if (!isFlag && elsewhere != null) {
            return elsewhere;
        }
        List<String> flag = option.originalStringValues();
        if (!flag.isEmpty() && (isFlag || option.defaultValue() == null)) {
            return new Found(String.join(",", flag), option.longestName());
        }
        String text = option.defaultValue();
        return new Found(text == null ? UNSET : text, DEFAULT);
    }

    private @Nullable Found find(OptionSpec option) {
        String variable = OptionNames.environmentOf(option);
        String text = environment.get(variable);
        if (text != null && !text.isEmpty()) {
            return new Found(text, variable);
        }
        if (!OptionNames.isInFile(option)) {
            return null;
        }
        String key = OptionNames.keyOf(option);
        text = file(option.command()).values().get(key);
        return text == null ? null : new Found(text, key + " in " + requireNonNull(path));
    }

    private ConfigFile file(CommandSpec command) {
        if (file == null) {
            path = path(command);
            file = path == null ? new ConfigFile(Map.of()) : ConfigFile.read(path);
            requireKnown(file, command);
        }
        return file;
    }

    /** Flags are read before anything asks for defaults, so the flag's value is there. */
    private @Nullable Path path(CommandSpec command) {
        OptionSpec option = command.findOption(CommonOptions.CONFIG);
        if (option == null) {
            return null;
        }
        Path flag = option.getValue();
        if (flag != null) {
            return flag;
        }
        Found inEnvironment = find(option);
        return inEnvironment == null ? null : Path.of(inEnvironment.text());
    }

    private void requireKnown(ConfigFile read, CommandSpec command) {
        List<String> known = command.options().stream()
                .filter(OptionNames::isInFile)
                .map(OptionNames::keyOf)
                .toList();
        for (String key : read.values().keySet()) {
            if (!known.contains(key)) {
                throw new ConfigException(path + ": unknown key '" + key + "'" + Suggestions.clause(key, known));
            }
        }
    }
}
