package io.orbstrike.benchmarks.endtoend;

import io.orbstrike.server.config.Commands;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Where the end-to-end benchmark starts: it measures the rows E and I7, and prints them beside their targets. */
public final class EndToEnd {

    private EndToEnd() {}

    /**
     * Runs the command; does not return. It ends with 0 if everything was measured, whether or not targets were met, with 1
     * if something was not, with 2 if an option is wrong.
     *
     * @param arguments its options
     */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        EndToEndCommand command = new EndToEndCommand(List.of(arguments));
        System.exit(Commands.run(command, List.of(), System.getenv(), out, err, arguments));
    }
}
