package io.orbstrike.server.admin;

import io.orbstrike.grpc.ticket.ClusterCredentials;
import io.orbstrike.grpc.ticket.RootSecret;
import io.orbstrike.grpc.v1.AdminGrpc;
import io.orbstrike.server.config.Bounds;
import io.orbstrike.server.config.CommonOptions;
import io.orbstrike.server.config.SecretSource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Signs a credential for who cannot sign one himself. */
@Command(
        name = "credential",
        abbreviateSynopsis = true,
        description = "Prints a credential for the view of the cluster in a browser; nothing is asked for it.")
final class CredentialCommand implements Callable<Integer> {

    private final Map<String, String> environment;
    private final Consumer<CommonOptions> beforeStart;

    @Option(
            names = "--valid-for",
            paramLabel = "TIME",
            defaultValue = "15m",
            description = "How long it holds: who reads it meanwhile can use it, too.")
    @Bounds(min = "1s", max = "12h")
    private Duration validFor = Duration.ZERO;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "A file with the cluster's secret, if ORBSTRIKE_SECRET does not hold it.")
    private @Nullable Path secretFile;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    CredentialCommand(Map<String, String> environment, Consumer<CommonOptions> beforeStart) {
        this.environment = environment;
        this.beforeStart = beforeStart;
    }

    @Override
    public Integer call() {
        beforeStart.accept(common);
        RootSecret secret = RootSecret.of(SecretSource.ROOT.require(environment, secretFile, "this command"));
        String credential =
                ClusterCredentials.of(List.of(secret), Clock.systemUTC()).sign(AdminGrpc.SERVICE_NAME, validFor);
        spec.commandLine().getOut().println(credential);
        return 0;
    }
}
