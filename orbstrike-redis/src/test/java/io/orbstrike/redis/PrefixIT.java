package io.orbstrike.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orbstrike.store.Absent;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.BoardSummary;
import io.orbstrike.store.Creator;
import io.orbstrike.store.ElectionStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.QuotaStore;
import io.orbstrike.store.SecureIds;
import io.orbstrike.store.StoreHints;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two clusters on one Redis, with prefixes of which one begins with the other, or in two databases: neither sees the other. */
class PrefixIT {

    private static final Duration TTL = Duration.ofSeconds(30);

    private final SecureIds ids = SecureIds.create();
    private final RedisProcess server = RedisProcess.start();
    private final RedisClusterStore one = store("orbs");
    private final RedisClusterStore other = store("orbs:more");

    @AfterEach
    void close() {
        one.close();
        other.close();
        server.close();
    }

    @Test
    void shouldKeepBoardsApart() {
        BoardRecord ofOne = new StoreUser(one).created();
        BoardRecord ofOther = new StoreUser(other).created();

        assertThat(new StoreUser(other).get(ofOne)).isEqualTo(Absent.INSTANCE);
        assertThat(new StoreUser(one).get(ofOther)).isEqualTo(Absent.INSTANCE);
        assertThat(listed(one)).containsExactly(ofOne.spec().id().toString());
        assertThat(listed(other)).containsExactly(ofOther.spec().id().toString());
        assertThat(swept(one)).containsExactly(ofOne.spec().id().toString());
        assertThat(swept(other)).containsExactly(ofOther.spec().id().toString());
    }

    @Test
    void shouldKeepTwoBoardsOfOneIdApart() {
        BoardSpec spec = new StoreUser(one).spec();
        assertThat(new StoreUser(one).create(spec)).isInstanceOf(BoardStore.Created.class);
        BoardStore.CreateOutcome created = new StoreUser(other).create(spec);
        assertThat(created).isInstanceOf(BoardStore.Created.class);
        BoardRecord ofOther = ((BoardStore.Created) created).board();

        StoreUser.answer(other.boards().close(spec.id(), ofOther.token(), StoreUser.REMAINING));
        assertThat(StoreUser.answer(one.boards().get(spec.id(), StoreUser.REMAINING)))
                .isInstanceOf(BoardStore.Found.class);
        assertThat(listed(one)).containsExactly(spec.id().toString());
    }

    @Test
    void shouldKeepLeasesApart() {
        Incarnation ofOne = new StoreUser(one).loggedIn();
        Incarnation ofOther = new StoreUser(other).loggedIn();

        assertThat(leases(one)).containsExactly(ofOne);
        assertThat(leases(other)).containsExactly(ofOther);
        StoreUser.answer(other.leases().logout(ofOne, StoreUser.REMAINING));
        assertThat(leases(one)).containsExactly(ofOne);
    }

    @Test
    void shouldElectALeaderForEach() {
        ElectionStore.Candidate ofOne = new ElectionStore.Candidate(ids.incarnation(), "one.example:1");
        ElectionStore.Candidate ofOther = new ElectionStore.Candidate(ids.incarnation(), "other.example:1");
        assertThat(StoreUser.answer(one.election().campaign(ofOne, TTL, StoreUser.REMAINING)))
                .isInstanceOf(ElectionStore.Elected.class);
        assertThat(StoreUser.answer(other.election().leader(StoreUser.REMAINING)))
                .isEqualTo(ElectionStore.NoLeader.INSTANCE);
        assertThat(StoreUser.answer(other.election().campaign(ofOther, TTL, StoreUser.REMAINING)))
                .isInstanceOf(ElectionStore.Elected.class);
        assertThat(StoreUser.answer(one.election().leader(StoreUser.REMAINING)))
                .isInstanceOfSatisfying(
                        ElectionStore.Led.class, led -> assertThat(led.leader()).isEqualTo(ofOne));
    }

    @Test
    void shouldCountQuotasApart() {
        Creator creator = new Creator("somebody");
        StoreUser user = new StoreUser(one);
        for (RedisClusterStore store : List.of(one, other)) {
            assertThat(StoreUser.answer(
                            store.quotas().enter(creator, user.spec().id(), 1, StoreUser.REMAINING)))
                    .isInstanceOf(QuotaStore.Entered.class);
        }
        assertThat(StoreUser.answer(one.quotas().enter(creator, user.spec().id(), 1, StoreUser.REMAINING)))
                .isInstanceOf(QuotaStore.Spent.class);
    }

    @Test
    void shouldTellHintsToTheirOwn() {
        Queue<StoreHints.Hint> heardByOne = HeardHints.of(one);
        Queue<StoreHints.Hint> heardByOther = HeardHints.of(other);
        await().until(() ->
                server.ask(jedis -> jedis.pubsubNumSub("orbs:hints:0", "orbs:more:hints:0")).values().stream()
                        .allMatch(listeners -> listeners == 1));

        one.hints().publish(new StoreHints.LeaderChanged(1));
        await().until(() -> !heardByOne.isEmpty());
        other.hints().publish(new StoreHints.LeaderChanged(2));
        await().until(() -> !heardByOther.isEmpty());
        one.hints().publish(new StoreHints.LeaderChanged(3));
        await().until(() -> heardByOne.size() > 1);
        assertThat(heardByOne).containsExactly(new StoreHints.LeaderChanged(1), new StoreHints.LeaderChanged(3));
        assertThat(heardByOther).containsExactly(new StoreHints.LeaderChanged(2));
    }

    @Test
    void shouldTellHintsToTheirOwnDatabase() {
        try (RedisClusterStore inAnother = RedisClusterStore.builder("redis://" + server.hostAndPort() + "/1")
                .keyPrefix("orbs")
                .build()) {
            Queue<StoreHints.Hint> heardByOne = HeardHints.of(one);
            Queue<StoreHints.Hint> heardInAnother = HeardHints.of(inAnother);
            await().until(() ->
                    server.ask(jedis -> jedis.pubsubNumSub("orbs:hints:0", "orbs:hints:1")).values().stream()
                            .allMatch(listeners -> listeners == 1));

            one.hints().publish(new StoreHints.LeaderChanged(1));
            await().until(() -> !heardByOne.isEmpty());
            inAnother.hints().publish(new StoreHints.LeaderChanged(2));
            await().until(() -> !heardInAnother.isEmpty());
            assertThat(heardByOne).containsExactly(new StoreHints.LeaderChanged(1));
            assertThat(heardInAnother).containsExactly(new StoreHints.LeaderChanged(2));
        }
    }

    @Test
    void shouldKeepAnIndexForAWhileAfterItsLastEntryAndNotBeyondItsLease() {
        Incarnation gameserver = new StoreUser(one).loggedIn();
        String index = "orbs:{index/" + gameserver + "}:boards";
        StoreUser.answer(one.attachments()
                .enter(gameserver, List.of(new StoreUser(one).spec().id()), StoreUser.REMAINING));
        long keptMs = server.ask(jedis -> jedis.pttl(index));
        assertThat(keptMs)
                .isGreaterThan(LeaseStore.KEPT_AFTER_END.toMillis())
                .isLessThanOrEqualTo(2 * LeaseStore.KEPT_AFTER_END.toMillis());

        StoreUser.answer(one.leases().end(gameserver, StoreUser.REMAINING));
        StoreUser.answer(one.leases().forget(gameserver, StoreUser.REMAINING));
        boolean isThere = server.ask(jedis -> jedis.exists(index));
        assertThat(isThere).isFalse();
    }

    private static List<String> listed(RedisClusterStore store) {
        BoardStore.ListOutcome outcome =
                StoreUser.answer(store.boards().list(new BoardStore.ListQuery(100, "", ""), StoreUser.REMAINING));
        assertThat(outcome).isInstanceOf(BoardStore.Page.class);
        return ((BoardStore.Page) outcome)
                .boards().stream().map(BoardSummary::id).map(Object::toString).toList();
    }

    private static List<String> swept(RedisClusterStore store) {
        List<String> boards = new ArrayList<>();
        String cursor = "";
        do {
            AttachmentStore.SweepOutcome outcome =
                    StoreUser.answer(store.attachments().sweep(cursor, StoreUser.REMAINING));
            assertThat(outcome).isInstanceOf(AttachmentStore.SweepPage.class);
            AttachmentStore.SweepPage page = (AttachmentStore.SweepPage) outcome;
            page.tokens().keySet().forEach(board -> boards.add(board.toString()));
            cursor = page.nextCursor();
        } while (!cursor.isEmpty());
        return boards;
    }

    private static List<Incarnation> leases(RedisClusterStore store) {
        LeaseStore.ReadOutcome outcome = StoreUser.answer(store.leases().read(StoreUser.REMAINING));
        assertThat(outcome).isInstanceOf(LeaseStore.Leases.class);
        LeaseStore.Leases read = (LeaseStore.Leases) outcome;
        return read.leases().stream()
                .filter(recorded -> recorded.isLiveAt(read.storeTime()))
                .map(recorded -> recorded.lease().gameserver())
                .toList();
    }

    private RedisClusterStore store(String prefix) {
        return RedisClusterStore.builder("redis://" + server.hostAndPort())
                .keyPrefix(prefix)
                .build();
    }
}
