package io.orbstrike.server;

import io.orbstrike.grpc.ticket.RootSecret;
import io.orbstrike.grpc.web.HttpResource;
import io.orbstrike.server.config.ConfigException;
import io.orbstrike.server.config.HostPort;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An orchestrator as a process of its own.
 *
 * <p>Thread-safe.
 */
final class OrchestratorRole implements AutoCloseable {

    private final RoleProcess process;
    private final Duration rehearsal;
    private final OrchestratorMember member;

    /**
     * Serves health, metrics and the advice for an autoscaler, and takes its ports.
     *
     * @throws ConfigException if an option is wrong
     * @throws StartException if a port is in use
     */
    OrchestratorRole(
            PlayersOptions players,
            RoleOptions shared,
            ClusterTimes times,
            ScaleOptions scale,
            StoreSource.Opened store,
            RootSecret secret) {
        rehearsal = shared.rehearsal();
        process = new RoleProcess(store, shared.bind());
        try {
            member = new OrchestratorMember(process, players, times, scale.policy(), secret);
            process.listenHttp(
                    shared.httpPort(),
                    OrchestratorMember.authenticator(players.trustedProxies()),
                    () -> true,
                    pages(),
                    WebClient.folders());
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /**
     * Lets players in; blocks until it serves.
     *
     * @param advertised where others reach this process; its port is that in use unless it names one
     * @return where that is; or null if it was closed meanwhile
     */
    @Nullable
    HostPort serve(Supplier<Advertised> advertised) {
        if (!process.awaitStore(rehearsal)) {
            return null;
        }
        HostPort address = advertised.get().withPort(member.grpc().address().getPort());
        CompletionStage<Void> unused = member.orchestrator().start(address.toString());
        member.grpc().startAdvertising();
        process.servePlayers(member.grpc());
        process.serveOperators(member.grpc(), null);
        process.serve();
        return address;
    }

    private Map<String, HttpResource> pages() {
        Map<String, HttpResource> pages = new HashMap<>(WebClient.pages());
        pages.put("/scale", () -> ScalePage.reply(member.orchestrator().scale()));
        return pages;
    }

    /** The address of the HTTP server, to be dialled. */
    HostPort httpAddress() {
        return process.httpAddress();
    }

    /** Tells players to go elsewhere, gives a leadership up, then closes everything. May be called twice. */
    @Override
    public void close() {
        process.close();
    }
}
