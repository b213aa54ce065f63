package io.orbstrike.server;

import io.orbstrike.grpc.ticket.RootSecret;
import io.orbstrike.server.config.CommonOptions;
import io.orbstrike.server.config.HostPort;
import io.orbstrike.server.config.SecretSource;
import io.orbstrike.store.SecureIds;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Everything in one process. */
@Command(
        name = "standalone",
        abbreviateSynopsis = true,
        description = "Runs boards, their gRPC server and bots in one process, on an embedded store.")
final class StandaloneCommand implements Callable<Integer> {

    private final Map<String, String> environment;
    private final ProcessLife life;

    @Mixin
    private final StandaloneOptions options = new StandaloneOptions();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    StandaloneCommand(Map<String, String> environment, ProcessLife life) {
        this.environment = environment;
        this.life = life;
    }

    @Override
    public Integer call() {
        Logging.level(common.logLevel());
        byte[] secret = SecretSource.read(environment, options.secretFile())
                .orElseGet(() -> SecureIds.create().secret());
        Standalone standalone = Standalone.start(options, RootSecret.of(secret));
        life.add(standalone);
        HostPort grpc = dialled(options.bind(), standalone.grpcAddress());
        HostPort http = dialled(options.bind(), standalone.httpAddress());
        spec.commandLine()
                .getErr()
                .println("Open http://" + http + "/ in a browser, or play: orbstrike bots --target " + grpc);
        spec.commandLine().getOut().println("READY role=standalone grpc=" + grpc + " http=" + http);
        life.awaitEnd();
        return 0;
    }

    /** What listens everywhere is dialled by the name that every machine has for itself. */
    private static HostPort dialled(InetAddress bind, HostPort listening) {
        return bind.isAnyLocalAddress() ? new HostPort("localhost", listening.port()) : listening;
    }
}
