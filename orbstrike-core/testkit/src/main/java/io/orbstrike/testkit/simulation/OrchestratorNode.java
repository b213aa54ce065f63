package io.orbstrike.testkit.simulation;

import io.orbstrike.cluster.ClusterOptions;
import io.orbstrike.cluster.Orchestrator;
import io.orbstrike.cluster.link.GameserverLinks;
import io.orbstrike.cluster.routing.Route;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.SecureIds;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * A process that runs an orchestrator, and carries streams.
 *
 * <p>Confined to the simulation's thread.
 */
final class OrchestratorNode extends SimulatedNode {

    private final Orchestrator orchestrator;
    private final Network network;
    private final Ambush ambush;
    private final Function<String, GameserverNode> gameservers;
    private final boolean isFenced;

    /** Where an orchestrator's parts come from. */
    record Parts(
            ClusterOptions cluster,
            SplittableRandom random,
            Network network,
            Ambush ambush,
            Function<String, GameserverNode> gameservers,
            Wiring wiring,
            Witness witness) {}

    OrchestratorNode(
            EventQueue queue, int number, double rate, Parts parts, Function<SimulatedNode, ClusterStore> stores) {
        super(queue, "orchestrator " + number, number, rate);
        network = parts.network();
        ambush = parts.ambush();
        gameservers = parts.gameservers();
        isFenced = parts.wiring().isFenced();
        GameserverLinks links = new SimulatedLinks(this, network, ambush, gameservers, parts.witness());
        orchestrator = Orchestrator.builder()
                .store(stores.apply(this))
                .links(parts.wiring().links(links))
                .options(parts.cluster())
                .clock(clock())
                .executor(this)
                .ids(SecureIds.from(parts.random()))
                .build();
    }

    Orchestrator orchestrator() {
        return orchestrator;
    }

    boolean isFenced() {
        return isFenced;
    }

    /** Opens a call to a gameserver. */
    UpstreamPlay openUpstream(ProxiedPlay stream, Route route, boolean isSwitch) {
        GameserverNode to = gameservers.apply(route.gameserver().address());
        Connection connection = network.connect(this, to);
        UpstreamPlay upstream = new UpstreamPlay(stream, route, connection, to);
        if (isSwitch && ambush.strikes(HandoverStep.SWITCH, this)) {
            connection.reset(network.weather().delayNs());
        }
        return upstream;
    }
}
