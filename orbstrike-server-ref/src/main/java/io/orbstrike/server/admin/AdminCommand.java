package io.orbstrike.server.admin;

import io.orbstrike.server.config.CommonOptions;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Holds the commands for operators.
 *
 * <p>Confined to the main thread.
 */
@Command(
        name = "admin",
        abbreviateSynopsis = true,
        description = "Shows gameservers, boards and the leader to who has the cluster's secret, and moves boards.")
public final class AdminCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows the commands.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    private AdminCommand() {}

    /**
     * Creates the command with those that it holds.
     *
     * @param environment the environment variables
     * @param beforeStart applies what all commands have in common
     * @return to be added to a root
     */
    public static CommandLine create(Map<String, String> environment, Consumer<CommonOptions> beforeStart) {
        return new CommandLine(new AdminCommand())
                .addSubcommand(new GameserversCommand(environment, beforeStart))
                .addSubcommand(new BoardsCommand(environment, beforeStart))
                .addSubcommand(new LeaderCommand(environment, beforeStart))
                .addSubcommand(new DrainCommand(environment, beforeStart))
                .addSubcommand(new MoveCommand(environment, beforeStart))
                .addSubcommand(new ReleaseCommand(environment, beforeStart))
                .addSubcommand(new CredentialCommand(environment, beforeStart));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command, such as boards (--help lists them)");
    }
}
