package io.orbstrike.server;

import static io.orbstrike.server.ClusterDeployment.boardOf;
import static io.orbstrike.server.ClusterDeployment.boardsAsSeenBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.redis.RedisClusterStore;
import io.orbstrike.server.ClusterDeployment.BoardState;
import io.orbstrike.server.ClusterDeployment.Member;
import io.orbstrike.server.ServerProcess.Ready;
import io.orbstrike.server.config.HostPort;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.LeaseStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** A gameserver of a cluster under Sentinel that can be cut off from everybody, together with the first master. */
final class CutOffGameserver implements AutoCloseable {

    private static final Duration STORE_TIME = Duration.ofSeconds(5);

    private final SentinelServers redis;
    private final TcpRelay ofOrchestrators;
    private final TcpRelay toSentinel;
    private final Member member;
    private final Member onItsSide;

    private CutOffGameserver(
            SentinelServers redis, TcpRelay ofOrchestrators, TcpRelay toSentinel, Member member, int port) {
        this.redis = redis;
        this.ofOrchestrators = ofOrchestrators;
        this.toSentinel = toSentinel;
        this.member = member;
        this.onItsSide = new Member(
                member.process(),
                new Ready(
                        member.ready().role(),
                        "127.0.0.1:" + port,
                        member.ready().http()));
    }

    static CutOffGameserver start(ClusterDeployment cluster, SentinelServers redis)
            throws IOException, InterruptedException {
        int port = RedisProcess.freePort();
        TcpRelay ofOrchestrators = TcpRelay.start(new HostPort("127.0.0.1", port));
        TcpRelay toSentinel = TcpRelay.start(redis.sentinel());
        List<String> options = new ArrayList<>(SentinelServers.ON_ITS_SIDE);
        options.addAll(List.of("--redis", SentinelServers.uriBy(toSentinel)));
        options.addAll(List.of("--port", Integer.toString(port)));
        options.addAll(List.of("--advertise", "127.0.0.1:" + ofOrchestrators.port()));
        try {
            Member member = cluster.startGameserver(options.toArray(String[]::new));
            return new CutOffGameserver(redis, ofOrchestrators, toSentinel, member, port);
        } catch (Throwable e) {
            ofOrchestrators.close();
            toSentinel.close();
            throw e;
        }
    }

    Member member() {
        return member;
    }

    /** The same, as somebody dials it who is on its side of the cut. */
    Member onItsSide() {
        return onItsSide;
    }

    void cut() {
        redis.cut();
        ofOrchestrators.cut();
        toSentinel.cut();
    }

    void mend() {
        redis.mend();
        ofOrchestrators.mend();
        toSentinel.mend();
    }

    /** Checks that on its side of the cut it has a lease, and holds these boards as before. */
    void assertGoesOn(SortedMap<String, BoardState> boards) throws Exception {
        SortedMap<String, BoardState> ticked = boardsAsSeenBy(onItsSide);
        try (RedisClusterStore old =
                RedisClusterStore.builder(redis.first().uri()).build()) {
            LeaseStore.ReadOutcome read = RedisDeployment.answer(old.leases().read(STORE_TIME));
            assertThat(read)
                    .isInstanceOfSatisfying(
                            LeaseStore.Leases.class,
                            leases -> assertThat(leases.leases())
                                    .filteredOn(lease -> lease.isLiveAt(leases.storeTime()))
                                    .extracting(lease -> lease.lease().address())
                                    .containsExactly(member.address()));
            List<BoardId> ids = boards.keySet().stream().map(BoardId::parse).toList();
            AttachmentStore.TokensOutcome held =
                    RedisDeployment.answer(old.attachments().tokens(ids, STORE_TIME));
            assertThat(held)
                    .isInstanceOfSatisfying(
                            AttachmentStore.Tokens.class,
                            known -> assertThat(known.tokens())
                                    .hasSameSizeAs(boards)
                                    .allSatisfy((id, token) -> {
                                        BoardState before = boardOf(boards, id.toString());
                                        assertThat(token.epoch().value()).isEqualTo(before.epoch());
                                        assertThat(boardOf(ticked, id.toString())
                                                        .epoch())
                                                .isEqualTo(before.epoch());
                                        assertThat(boardOf(ticked, id.toString())
                                                        .tick())
                                                .isGreaterThan(before.tick());
                                    }));
        }
    }

    @Override
    public void close() throws IOException {
        ofOrchestrators.close();
        toSentinel.close();
    }
}
