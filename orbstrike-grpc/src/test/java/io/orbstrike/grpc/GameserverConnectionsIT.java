package io.orbstrike.grpc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ConnectivityState;
import io.netty.channel.EventLoop;
import io.orbstrike.cluster.link.GameserverAddress;
import io.orbstrike.grpc.GameserverConnections.Connection;
import io.orbstrike.store.Incarnation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The connections of one transport thread to gameservers, with and without streams. */
class GameserverConnectionsIT {

    private static final GameserverLinkOptions SHORT_IDLE =
            GameserverLinkOptions.builder().idleAfter(Duration.ofMillis(1)).build();

    private final EventLoops loops = EventLoops.create(1);
    private final EventLoop loop = loops.workers().next();
    private final ProxyRig rig = ProxyRig.start();
    private final ProxyRig.Node node = rig.newNode();
    private final String address = node.relay.target();
    private final List<GameserverConnections> made = new ArrayList<>();
    private volatile List<GameserverAddress> live = List.of();

    @AfterEach
    void close() {
        made.forEach(connections -> loop.submit(connections::close).syncUninterruptibly());
        rig.close();
        loops.close();
    }

    @Test
    void shouldConnectToThoseThatLiveBeforeAStreamNeedsIt() {
        live(address);
        GameserverConnections connections = ahead(GameserverLinkOptions.DEFAULT);
        await().until(() -> node.server.connectionCount() == 1);
        Connection used = acquire(connections, address);
        await().until(() -> isReady(used));
        assertThat(connections.count()).isEqualTo(1);
        assertThat(node.relay.accepted()).isEqualTo(1);
    }

    @Test
    void shouldConnectToOneThatCameLater() {
        GameserverConnections connections = ahead(GameserverLinkOptions.DEFAULT);
        assertThat(connections.count()).isZero();
        live(address);
        await().until(() -> node.server.connectionCount() == 1);
    }

    @Test
    void shouldConnectAgainToOneThatLives() {
        live(address);
        GameserverConnections connections = ahead(GameserverLinkOptions.DEFAULT);
        Connection kept = acquire(connections, address);
        release(connections, kept);
        await().until(() -> isReady(kept));
        node.relay.cut();
        await().until(() -> node.relay.accepted() == 2 && node.server.connectionCount() == 1);
        assertThat(acquire(connections, address)).isSameAs(kept);
    }

    @Test
    void shouldKeepAConnectionAheadThoughItIsIdle() {
        String other = rig.newNode().relay.target();
        live(address);
        GameserverConnections connections = ahead(SHORT_IDLE);
        Connection kept = acquire(connections, address);
        await().until(() -> isReady(kept));
        release(connections, kept);
        release(connections, acquire(connections, other));
        await().until(() -> connections.count() == 1);
        assertThat(acquire(connections, address)).isSameAs(kept);
        assertThat(node.relay.accepted()).isEqualTo(1);
    }

    @Test
    void shouldKeepNoMoreThanOneAhead() {
        live(address);
        GameserverConnections connections = ahead(GameserverLinkOptions.builder()
                .idleAfter(Duration.ofMillis(1))
                .streamsPerConnection(1)
                .build());
        Connection first = acquire(connections, address);
        Connection second = acquire(connections, address);
        assertThat(connections.count()).isEqualTo(2);
        release(connections, first);
        release(connections, second);
        await().until(() -> connections.count() == 1);
        assertThat(acquire(connections, address)).isIn(first, second);
    }

    @Test
    void shouldLetOneGoThatLivesNoMore() {
        live(address);
        GameserverConnections connections = ahead(SHORT_IDLE);
        await().until(() -> node.server.connectionCount() == 1);
        live();
        await().until(() -> connections.count() == 0 && node.server.connectionCount() == 0);
    }

    @Test
    void shouldNotGiveAConnectionThatWasRefused() {
        node.relay.close();
        live(address);
        GameserverConnections connections = ahead(GameserverLinkOptions.DEFAULT);
        Connection refused = acquire(connections, address);
        release(connections, refused);
        await().until(() -> refused.channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE);
        assertThat(acquire(connections, address)).isNotSameAs(refused);
        assertThat(connections.count()).isEqualTo(1);
    }

    @Test
    void shouldConnectAgainToOneThatRefusedItAndComesBack() {
        node.relay.refuse();
        live(address);
        GameserverConnections connections = ahead(GameserverLinkOptions.DEFAULT);
        await().until(() -> node.relay.accepted() >= 6); // more than gRPC tries by itself meanwhile
        node.relay.takeAgain();
        await().until(() -> node.server.connectionCount() == 1);
        assertThat(connections.count()).isEqualTo(1);
    }

    @Test
    void shouldOpenAFewAtATime() {
        List<Relay> many = Stream.generate(() -> Relay.to(node.server.address().getPort()))
                .limit(20)
                .toList();
        live(many.stream().map(Relay::target).toArray(String[]::new));
        GameserverConnections connections = ahead(GameserverLinkOptions.DEFAULT);
        assertThat(connections.count()).isEqualTo(8);
        await().until(() -> connections.count() == 20);
        many.forEach(Relay::close);
    }

    @Test
    void shouldConnectAheadToNoMoreThanTheBound() {
        live(address, rig.newNode().relay.target());
        GameserverConnections connections =
                ahead(GameserverLinkOptions.builder().connectAheadMax(1).build());
        assertThat(connections.count()).isEqualTo(1);
    }

    @Test
    void shouldConnectToNobodyAheadWithABoundOfZero() {
        live(address);
        GameserverConnections connections =
                ahead(GameserverLinkOptions.builder().connectAheadMax(0).build());
        assertThat(connections.count()).isZero();
    }

    private void live(String... addresses) {
        live = Stream.of(addresses)
                .map(one -> new GameserverAddress(new Incarnation(1, one.hashCode()), one))
                .toList();
    }

    /** Returns when those that live at this moment have been looked at. */
    private GameserverConnections ahead(GameserverLinkOptions options) {
        GameserverConnections connections = new GameserverConnections(
                loop, new GameserverTransport(loops, options, null), options, Integer.MAX_VALUE);
        made.add(connections);
        loop.submit(() -> connections.connectAhead(() -> live)).syncUninterruptibly();
        loop.submit(() -> {}).syncUninterruptibly();
        return connections;
    }

    private static boolean isReady(Connection connection) {
        return connection.channel.getState(false) == ConnectivityState.READY;
    }

    private Connection acquire(GameserverConnections connections, String from) {
        return requireNonNull(loop.submit(() -> connections.acquire(from))
                .syncUninterruptibly()
                .getNow());
    }

    private void release(GameserverConnections connections, Connection connection) {
        loop.submit(() -> connections.release(connection)).syncUninterruptibly();
    }
}
