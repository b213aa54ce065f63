package io.orbstrike.server.bots;

import io.orbstrike.host.SystemNanoClock;
import io.orbstrike.server.config.CommonOptions;
import io.orbstrike.server.config.StartException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The load client. It ends with 0 if every check holds, else with 1; a signal ends it early, with its report.
 *
 * <p>Confined to the main thread.
 */
@Command(
        name = "bots",
        abbreviateSynopsis = true,
        description = "Plays with many players, judges every frame they receive, and prints a report.")
public final class BotsCommand implements Callable<Integer> {

    private static final int EXIT_VIOLATIONS = 1;
    private static final long REPORT_SECONDS_MAX = 20;

    private final Map<String, String> environment;
    private final Consumer<CommonOptions> beforeStart;
    private final Consumer<AutoCloseable> atEnd;
    private final IntConsumer onExitCode;

    @Mixin
    private final BotsOptions options = new BotsOptions();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /**
     * Creates the command.
     *
     * @param environment the environment variables
     * @param beforeStart applies what all commands have in common
     * @param atEnd takes what is to be closed when the process ends
     * @param onExitCode hears what the run ends with before what is closed has closed, so that a process that a signal ends
     *     ends with it, too
     */
    public BotsCommand(
            Map<String, String> environment,
            Consumer<CommonOptions> beforeStart,
            Consumer<AutoCloseable> atEnd,
            IntConsumer onExitCode) {
        this.environment = environment;
        this.beforeStart = beforeStart;
        this.atEnd = atEnd;
        this.onExitCode = onExitCode;
    }

    @Override
    public Integer call() throws InterruptedException {
        beforeStart.accept(common);
        Progress progress = Progress.on(spec.commandLine().getErr(), environment);
        CountDownLatch reported = new CountDownLatch(1);
        try (BotsRun run = new BotsRun(options, SystemNanoClock.INSTANCE, progress)) {
            atEnd.accept(() -> {
                run.stop();
                reported.await(REPORT_SECONDS_MAX, TimeUnit.SECONDS);
            });
            BotsReport report = run.run();
            spec.commandLine().getOut().print(report.text());
            spec.commandLine().getOut().flush();
            write(report, options.json());
            int exitCode = report.isRight() ? 0 : EXIT_VIOLATIONS;
            onExitCode.accept(exitCode);
            return exitCode;
        } finally {
            reported.countDown();
        }
    }

    private static void write(BotsReport report, @Nullable Path file) {
        if (file == null) {
            return;
        }
        try {
            report.writeTo(file);
        } catch (IOException e) {
            throw new StartException("--json " + file + ": cannot be written");
        }
    }
}
