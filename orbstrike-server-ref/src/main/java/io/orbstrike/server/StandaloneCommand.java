package io.orbstrike.server;

import io.orbstrike.server.config.CommonOptions;
import io.orbstrike.server.config.HostPort;
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
        description = "Runs boards, their gRPC server and bots in one process, on an embedded store or on Redis.")
final class StandaloneCommand implements Callable<Integer> {

    private final Map<String, String> environment;
    private final ProcessLife life;

    @Mixin
    private final StandaloneOptions options = new StandaloneOptions();

    @Mixin
    private final LabelOptions labelling = new LabelOptions();

    @Mixin
    private final PlayersOptions players = new PlayersOptions();

    @Mixin
    private final HostingOptions hosting = new HostingOptions();

    @Mixin
    private final ClusterTimes times = new ClusterTimes();

    @Mixin
    private final StoreOptions storing = new StoreOptions();

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
        Map<String, String> labels = labelling.labels();
        ClusterSecret secret = ClusterSecret.read(environment, options.secretFile(), storing);
        StoreSource.Opened store = StoreSource.open(storing, environment);
        Standalone standalone = new Standalone(options, players, hosting, times, labels, store, secret);
        life.add(standalone);
        HostPort served = standalone.serve(() -> LocalAddress.reachable(options.bind(), storing));
        if (served != null) {
            HostPort grpc = dialled(options.bind(), served);
            HostPort http = dialled(options.bind(), standalone.httpAddress());
            spec.commandLine()
                    .getErr()
                    .println("Open http://" + http + "/ in a browser, or play: orbstrike bots --target " + grpc);
            spec.commandLine().getOut().println("READY role=standalone grpc=" + grpc + " http=" + http);
        }
        life.awaitEnd();
        return 0;
    }

    /** What listens everywhere is dialled by the name that every machine has for itself. */
    private static HostPort dialled(InetAddress bind, HostPort listening) {
        return bind.isAnyLocalAddress() ? new HostPort("localhost", listening.port()) : listening;
    }
}
