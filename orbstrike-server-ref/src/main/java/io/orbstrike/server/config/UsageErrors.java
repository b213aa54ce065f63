package io.orbstrike.server.config;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says on one line what is wrong with a command line.
 *
 * <p>Confined to the main thread.
 */
final class UsageErrors implements IParameterExceptionHandler {

    private final OptionSources sources;

    UsageErrors(OptionSources sources) {
        this.sources = sources;
    }

    @Override
    public int handleParseException(ParameterException exception, String[] arguments) {
        print(exception.getCommandLine(), sentence(exception));
        return Commands.EXIT_USAGE;
    }

    static void print(CommandLine command, String sentence) {
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + sentence);
        command.getErr().flush();
    }

    private String sentence(ParameterException exception) {
        if (exception.getCause() instanceof ConfigException config) {
            return String.valueOf(config.getMessage());
        }
        if (exception instanceof UnmatchedArgumentException unmatched) {
            return unknown(unmatched);
        }
        if (exception.getArgSpec() instanceof OptionSpec option && exception.getValue() != null) {
            return wrong(option, exception);
        }
        String message =
                String.valueOf(exception.getMessage()).lines().findFirst().orElse("");
        return Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }

    private String wrong(OptionSpec option, ParameterException exception) {
        OptionRange range = OptionRange.of(option);
        String wanted = range.wanted();
        if (!range.exists()) {
            wanted = exception.getCause() instanceof TypeConversionException conversion
                    ? String.valueOf(conversion.getMessage())
                    : "a " + option.paramLabel();
        }
        OptionSources.Found present = sources.present(option);
        String place = present.place().equals(OptionSources.DEFAULT) ? option.longestName() : present.place();
        return place + " '" + exception.getValue() + "': must be " + wanted;
    }

    private static String unknown(UnmatchedArgumentException unmatched) {
        CommandLine command = unmatched.getCommandLine();
        String written = unmatched.getUnmatched().get(0);
        if (!written.startsWith("-")) {
            List<String> commands = new ArrayList<>(command.getSubcommands().keySet());
            String what = commands.isEmpty() ? "unexpected argument '" : "unknown command '";
            return what + written + "'" + Suggestions.clause(written, commands);
        }
        String name = written.contains("=") ? written.substring(0, written.indexOf('=')) : written;
        List<String> options = command.getCommandSpec().options().stream()
                .map(OptionSpec::longestName)
                .toList();
        return "unknown option " + name + Suggestions.clause(name, options);
    }
}
