package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which connections a proxy has to gameservers for the streams of one of its threads. */
class ProxyConnectionsIT {

    private static final int STREAMS_PER_CONNECTION = 100;

    private final ProxyRig rig = ProxyRig.start();
    private final ProxyRig.Node node = rig.newNode();

    @BeforeEach
    void create() {
        rig.create(node, new TallyType.Rules(STREAMS_PER_CONNECTION + 1, 20, 0));
        rig.routes.set(node.route());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldCarryAHundredStreamsOnOneConnection() {
        play(STREAMS_PER_CONNECTION);
        assertConnections(1);
    }

    @Test
    void shouldCarryTheNextStreamOnASecondConnection() {
        play(STREAMS_PER_CONNECTION + 1);
        assertConnections(2);
    }

    @Test
    void shouldCarryAStreamThatMovesOnAConnectionThatWasThereBefore() {
        ProxyRig.Node other = rig.newNode();
        rig.routes.setGameservers(node.route().gameserver(), other.route().gameserver());
        play(1);
        await().until(() -> rig.links.connectionCount() == 2 && other.server.connectionCount() == 1);
        assertThat(node.relay.accepted()).isEqualTo(1);
        rig.move(node, other);
        rig.routes.set(other.route());
        await().until(() -> other.server.playStreamCount() == 1);
        assertThat(other.relay.accepted()).isEqualTo(1);
    }

    /** All come over one connection to the proxy, so that one thread of it has them. */
    private void play(int streams) {
        List<RawPlay> plays = new ArrayList<>();
        for (int i = 0; i < streams; i++) {
            plays.add(RawPlay.reading(
                    rig.channel(), PlayMetadata.ofPlay(rig.join(node, "p" + i).ticket(), 1, 0, 0)));
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> plays.stream().noneMatch(play -> play.frames().isEmpty()));
        assertThat(node.server.playStreamCount()).isEqualTo(streams);
    }

    private void assertConnections(int count) {
        assertThat(rig.links.connectionCount()).isEqualTo(count);
        assertThat(node.server.connectionCount()).isEqualTo(count);
    }
}
