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

/** An orchestrator alone. */
@Command(
        name = "orchestrator",
        abbreviateSynopsis = true,
        description = "Serves players: a lobby, and a proxy to the gameservers that have their boards; needs --redis.")
final class OrchestratorCommand implements Callable<Integer> {

    private final Map<String, String> environment;
    private final ProcessLife life;

    @Mixin
    private final PlayersOptions players = new PlayersOptions();

    @Mixin
    private final RoleOptions shared = new RoleOptions();

    @Mixin
    private final ClusterTimes times = new ClusterTimes();

    @Mixin
    private final ScaleOptions scale = new ScaleOptions();

    @Mixin
    private final StoreOptions storing = new StoreOptions();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    OrchestratorCommand(Map<String, String> environment, ProcessLife life) {
        this.environment = environment;
        this.life = life;
    }

    @Override
    public Integer call() {
        Logging.level(common.logLevel());
        if (storing.redis().isEmpty()) {
            throw new ConfigException("needs " + StoreOptions.REDIS + ", where the cluster keeps its boards");
        }
        RootSecret secret =
                ClusterSecret.read(environment, shared.secretFile(), storing).root();
        OrchestratorRole role =
                new OrchestratorRole(players, shared, times, scale, StoreSource.open(storing, environment), secret);
        life.add(role);
        int unused = Rehearsal.play(shared.rehearsal());
        HostPort grpc = role.serve(() -> shared.advertised(storing));
        if (grpc != null) {
            HostPort http = new HostPort(grpc.host(), role.httpAddress().port());
            spec.commandLine().getErr().println("Play: orbstrike bots --target " + grpc);
            spec.commandLine().getOut().println("READY role=orchestrator grpc=" + grpc + " http=" + http);
        }
        life.awaitEnd();
        return 0;
    }
}
