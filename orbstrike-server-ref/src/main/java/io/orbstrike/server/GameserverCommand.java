package io.orbstrike.server;

import io.orbstrike.grpc.ticket.RootSecret;
import io.orbstrike.server.config.CommonOptions;
import io.orbstrike.server.config.ConfigException;
import io.orbstrike.server.config.HostPort;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A gameserver alone. */
@Command(
        name = "gameserver",
        abbreviateSynopsis = true,
        description = "Ticks the boards of a cluster that are attached to it; needs --redis.")
final class GameserverCommand implements Callable<Integer> {

    private final Map<String, String> environment;
    private final ProcessLife life;

    @Mixin
    private final GameserverRoleOptions options = new GameserverRoleOptions();

    @Mixin
    private final LabelOptions labelling = new LabelOptions();

    @Mixin
    private final RoleOptions shared = new RoleOptions();

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

    GameserverCommand(Map<String, String> environment, ProcessLife life) {
        this.environment = environment;
        this.life = life;
    }

    @Override
    public Integer call() {
        Logging.level(common.logLevel());
        if (storing.redis().isEmpty()) {
            throw new ConfigException("needs " + StoreOptions.REDIS + ", where the cluster keeps its boards");
        }
        Map<String, String> labels = labelling.labels();
        RootSecret secret =
                ClusterSecret.read(environment, shared.secretFile(), storing).root();
        GameserverRole role = new GameserverRole(
                options, shared, hosting, times, labels, StoreSource.open(storing, environment), secret);
        life.add(role);
        int unused = Rehearsal.play(shared.rehearsal());
        HostPort grpc = role.serve(() -> shared.advertised(storing));
        if (grpc != null) {
            HostPort http = new HostPort(grpc.host(), role.httpAddress().port());
            spec.commandLine().getErr().println("See what it does: orbstrike admin boards --target " + grpc);
            spec.commandLine().getOut().println("READY role=gameserver grpc=" + grpc + " http=" + http);
        }
        life.awaitEnd();
        return 0;
    }
}
