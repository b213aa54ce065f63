package io.orbstrike.server.config;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/**
 * The command line of all commands. Flags win over the environment, the environment over the YAML file, the file over
 * defaults; whatever is wrong is one line on stderr and exit code 2.
 *
 * <p>Confined to the main thread.
 */
public final class Commands {

    /** The exit code of a failure. */
    public static final int EXIT_FAILURE = 1;

    /** The exit code of bad usage or configuration. */
    public static final int EXIT_USAGE = 2;

    private Commands() {}

    /**
     * Runs what the arguments ask for; blocks until the command has ended.
     *
     * @param root the command that holds the others
     * @param commands the others; a {@link CommandLine} brings commands of its own
     * @param environment the environment variables
     * @param out receives help
     * @param err receives the line that says what is wrong
     * @param arguments as given to main
     * @return the exit code
     */
    public static int run(
            Object root,
            List<?> commands,
            Map<String, String> environment,
            PrintWriter out,
            PrintWriter err,
            String... arguments) {
        CommandLine commandLine = create(root, commands, new OptionSources(environment));
        commandLine.setOut(out);
        commandLine.setErr(err);
        return commandLine.execute(arguments);
    }

    private static CommandLine create(Object root, List<?> commands, OptionSources sources) {
        CommandLine commandLine = new CommandLine(root);
        commands.forEach(commandLine::addSubcommand);
        UsageErrors errors = new UsageErrors(sources);
        commandLine
                .setInterpolateVariables(false)
                .setDefaultValueProvider(sources)
                .registerConverter(Duration.class, new Durations())
                .registerConverter(Percent.class, new Percent.Converter())
                .registerConverter(int.class, WholeNumber.INSTANCE)
                .setExecutionStrategy(parsed -> {
                    requireInBounds(parsed, sources);
                    return new CommandLine.RunLast().execute(parsed);
                })
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(failure());
        showOptions(commandLine, new OptionHelp(sources));
        return commandLine;
    }

    private static void showOptions(CommandLine parent, OptionHelp help) {
        for (CommandLine command : parent.getSubcommands().values()) {
            command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, help::render);
            showOptions(command, help);
        }
    }

    private static IExecutionExceptionHandler failure() {
        return (exception, commandLine, parsed) -> {
            boolean isUsage = exception instanceof ConfigException;
            if (!isUsage && !(exception instanceof StartException)) {
                throw exception;
            }
            UsageErrors.print(commandLine, String.valueOf(exception.getMessage()));
            return isUsage ? EXIT_USAGE : EXIT_FAILURE;
        };
    }

    /** Any int; its bounds are checked when all options are known. */
    private enum WholeNumber implements ITypeConverter<Integer> {
        INSTANCE;

        @Override
        public Integer convert(String text) {
            try {
                return Integer.valueOf(text);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("a whole number");
            }
        }
    }

    /** Checks {@link Bounds} when flags, environment and file are merged. */
    private static void requireInBounds(ParseResult parsed, OptionSources sources) {
        List<CommandLine> commands = parsed.asCommandLineList();
        CommandLine last = commands.get(commands.size() - 1);
        if (last.isUsageHelpRequested()) {
            return;
        }
        for (OptionSpec option : last.getCommandSpec().options()) {
            if (!OptionRange.of(option).contains(option.getValue())) {
                String text = sources.present(option).text();
                throw new ParameterException(last, "out of bounds", null, option, text);
            }
        }
    }
}
