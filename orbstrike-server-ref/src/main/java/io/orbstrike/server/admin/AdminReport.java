package io.orbstrike.server.admin;

import io.orbstrike.server.config.Bounds;
import io.orbstrike.server.config.CommonOptions;
import io.orbstrike.server.config.StartException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/**
 * A request that changes nothing, so that it can be shown again and again.
 *
 * <p>Confined to the main thread.
 */
abstract sealed class AdminReport extends AdminRequest permits GameserversCommand, BoardsCommand, LeaderCommand {

    @Option(
            names = "--watch",
            paramLabel = "INTERVAL",
            defaultValue = "0s",
            description = "Shows it again at this interval until it is ended by Ctrl+C; 0s shows it once.")
    @Bounds(min = "0s", max = "1h")
    private Duration interval = Duration.ZERO;

    AdminReport(Map<String, String> environment, Consumer<CommonOptions> beforeStart) {
        super(environment, beforeStart);
    }

    @Override
    void show(AdminConnection cluster, PrintWriter out) {
        if (interval.isZero()) {
            super.show(cluster, out);
            return;
        }
        CountDownLatch never = new CountDownLatch(1);
        try {
            do {
                showNow(cluster, out);
            } while (!never.await(interval.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A cluster that is watched may be away for a while: that is shown, too. */
    private void showNow(AdminConnection cluster, PrintWriter out) {
        String screen;
        try {
            screen = answer(cluster);
        } catch (StartException e) {
            screen = isJson() ? "" : paint().bad(String.valueOf(e.getMessage())) + System.lineSeparator();
        }
        out.print(isJson() ? screen : paint().fresh() + screen);
        out.flush();
    }
}
