package io.orbstrike.server;

import io.orbstrike.server.admin.AdminCommand;
import io.orbstrike.server.bots.BotsCommand;
import io.orbstrike.server.config.Commands;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the process starts. */
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    /** Made before there is need of it. */
    private static final byte[] OUT_OF_MEMORY =
            "orbstrike: out of memory, so this process ends: give the JVM more by -Xmx, or allow less by --max-places\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private Main() {}

    /**
     * Runs a command; does not return.
     *
     * @param arguments the command and its options
     */
    public static void main(String[] arguments) {
        Thread.setDefaultUncaughtExceptionHandler(Main::died);
        Logging.start();
        ProcessLife life = new ProcessLife();
        life.begin();
        int code = Commands.EXIT_FAILURE;
        try {
            PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
            PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
            code = run(System.getenv(), life, out, err, arguments);
        } catch (OutOfMemoryError e) {
            endWithoutMemory();
        } catch (RuntimeException | Error e) {
            LOG.error("failed", e);
        }
        life.exit(code);
    }

    private static void died(Thread thread, Throwable cause) {
        if (cause instanceof OutOfMemoryError) {
            endWithoutMemory();
        }
        LOG.error("thread {} died", thread.getName(), cause);
    }

    /* Without memory nothing can be relied on, neither closing nor logging. Who comes second waits for the end. */
    private static synchronized void endWithoutMemory() {
        try {
            System.err.write(OUT_OF_MEMORY, 0, OUT_OF_MEMORY.length);
            System.err.flush();
        } finally {
            Runtime.getRuntime().halt(Commands.EXIT_FAILURE);
        }
    }

    static int run(
            Map<String, String> environment, ProcessLife life, PrintWriter out, PrintWriter err, String... arguments) {
        Root root = new Root();
        return Commands.run(
                root,
                List.of(
                        new StandaloneCommand(environment, life),
                        new GameserverCommand(environment, life),
                        new OrchestratorCommand(environment, life),
                        new BotsCommand(
                                environment, common -> Logging.level(common.logLevel()), life::add, life::exitCode),
                        AdminCommand.create(environment, common -> Logging.level(common.logLevel())),
                        new AutoComplete.GenerateCompletion()),
                environment,
                out,
                err,
                arguments);
    }

    /** Which build this is. */
    static String build() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "unreleased" : version;
    }

    private static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"orbstrike " + build()};
        }
    }

    @Command(
            name = "orbstrike",
            description = "Stateful real-time servers, as easy to operate as stateless ones.",
            versionProvider = Version.class)
    private static final class Root implements Runnable {

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec spec;

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Shows the commands.")
        @SuppressWarnings("UnusedVariable") // picocli acts on it
        private boolean help;

        @Option(
                names = {"-V", "--version"},
                versionHelp = true,
                description = "Shows the version.")
        @SuppressWarnings("UnusedVariable") // picocli acts on it
        private boolean version;

        @Override
        public void run() {
            throw new ParameterException(spec.commandLine(), "name a command, such as standalone (--help lists them)");
        }
    }
}
