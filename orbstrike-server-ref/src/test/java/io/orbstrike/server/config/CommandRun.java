package io.orbstrike.server.config;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** One run of a command line: what it printed and how it ended. */
public record CommandRun(int exitCode, String out, String err) {

    /** Runs a command as the process would. */
    public static CommandRun of(Object command, Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Commands.run(
                new Root(),
                List.of(command),
                environment,
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                arguments);
        return new CommandRun(code, out.toString(), err.toString());
    }

    @Command(name = "orbstrike")
    private static final class Root {}
}
