package io.orbstrike.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.PlayerId;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.Creator;
import io.orbstrike.store.ElectionStore;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.StoreHints;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import io.orbstrike.store.memory.InMemoryClusterStore;
import io.orbstrike.testkit.time.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultyClusterStoreTest {

    private static final Duration REMAINING = Duration.ofSeconds(1);
    private static final Incarnation GAMESERVER = new Incarnation(1, 2);
    private static final ElectionStore.Candidate CANDIDATE = new ElectionStore.Candidate(GAMESERVER, "here:1");
    private static final Set<StoreCall> READS = EnumSet.of(
            StoreCall.GET_BOARD,
            StoreCall.LIST_BOARDS,
            StoreCall.READ_ROSTER,
            StoreCall.READ_LEASES,
            StoreCall.READ_LEADER,
            StoreCall.READ_TOKENS,
            StoreCall.READ_INDEX,
            StoreCall.SWEEP_BOARDS,
            StoreCall.LOAD_BOARD);

    private final ManualClock clock = ManualClock.create();
    private final InMemoryClusterStore memory = InMemoryClusterStore.create(clock);

    /** Counts what comes through to the store behind. */
    private final FaultyClusterStore behind = new FaultyClusterStore(memory, clock);

    private final FaultyClusterStore store = new FaultyClusterStore(behind, clock);
    private final BoardRecord board = created("the board's secret");

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PUBLISH_HINT", "HEAR_HINT"})
    void shouldAskTheStoreWithoutAFault(StoreCall call) {
        assertThat(outcome(call)).isNotInstanceOfAny(NotApplied.class, Unknown.class);
        assertReached(call, 1);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PUBLISH_HINT", "HEAR_HINT"})
    void shouldNotReachTheStoreAndSaySo(StoreCall call) {
        store.fail(call, StoreFault.UNREACHED);
        assertThat(outcome(call)).isInstanceOf(READS.contains(call) ? Unknown.class : NotApplied.class);
        assertReached(call, 0);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PUBLISH_HINT", "HEAR_HINT"})
    void shouldNotKnowOfARequestThatWasNotApplied(StoreCall call) {
        store.fail(call, StoreFault.REQUEST_LOST);
        assertThat(outcome(call)).isInstanceOf(Unknown.class);
        assertReached(call, 0);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PUBLISH_HINT", "HEAR_HINT"})
    void shouldNotKnowOfARequestThatWasApplied(StoreCall call) {
        store.fail(call, StoreFault.ANSWER_LOST);
        assertThat(outcome(call)).isInstanceOf(Unknown.class);
        assertReached(call, 1);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PUBLISH_HINT", "HEAR_HINT"})
    void shouldHoldARequestUntilItIsReleased(StoreCall call) {
        store.fail(call, StoreFault.REQUEST_HELD);
        CompletableFuture<?> held = ask(call).toCompletableFuture();
        assertThat(held).isNotDone();
        assertReached(call, 0);

        assertThat(store.release()).isEqualTo(1);
        assertThat(held).isCompleted();
        assertThat(only(held.getNow(null))).isNotInstanceOfAny(NotApplied.class, Unknown.class);
        assertReached(call, 1);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PUBLISH_HINT", "HEAR_HINT"})
    void shouldRefuseARequestThatIsReleasedAfterItsTime(StoreCall call) {
        store.fail(call, StoreFault.REQUEST_HELD);
        CompletableFuture<?> held = ask(call).toCompletableFuture();
        clock.advance(REMAINING.plusMillis(1));
        store.release();
        assertThat(only(held.getNow(null))).isInstanceOf(READS.contains(call) ? Unknown.class : NotApplied.class);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PUBLISH_HINT", "HEAR_HINT"})
    void shouldHoldAnAnswerUntilItIsReleased(StoreCall call) {
        store.fail(call, StoreFault.ANSWER_HELD);
        CompletableFuture<?> held = ask(call).toCompletableFuture();
        assertThat(held).isNotDone();
        assertReached(call, 1);

        assertThat(store.release()).isEqualTo(1);
        assertThat(only(held.getNow(null))).isNotInstanceOfAny(NotApplied.class, Unknown.class);
    }

    @Test
    void shouldGiveEachSaveOfALostCallTheSameOutcome() {
        List<SnapshotStore.SaveRequest> saves = List.of(save(board), save(created("another board's secret")));
        store.failAll(StoreFault.ANSWER_LOST);
        assertThat(store.snapshots()
                        .save(saves, REMAINING)
                        .toCompletableFuture()
                        .getNow(List.of()))
                .hasSize(2)
                .hasOnlyElementsOfType(Unknown.class);
        store.failAll(StoreFault.UNREACHED);
        assertThat(store.snapshots()
                        .save(saves, REMAINING)
                        .toCompletableFuture()
                        .getNow(List.of()))
                .hasSize(2)
                .hasOnlyElementsOfType(NotApplied.class);
    }

    @ParameterizedTest
    @EnumSource
    void shouldPassOnHintsThatAreNotLost(StoreFault fault) {
        StoreHints.Hint hint = new StoreHints.LeaderChanged(7);
        store.fail(StoreCall.PUBLISH_HINT, fault);
        store.hints().publish(hint);
        boolean passesOn = Set.of(StoreFault.NONE, StoreFault.ANSWER_LOST, StoreFault.ANSWER_HELD)
                .contains(fault);
        assertReached(StoreCall.PUBLISH_HINT, passesOn ? 1 : 0);
        store.release();
        assertReached(StoreCall.PUBLISH_HINT, passesOn || fault == StoreFault.REQUEST_HELD ? 1 : 0);
    }

    @ParameterizedTest
    @EnumSource
    void shouldLetHintsBeHeardThatAreNotLost(StoreFault fault) {
        List<StoreHints.Hint> heard = new ArrayList<>();
        store.hints().subscribe(new StoreHints.Listener() {
            @Override
            public void onHint(StoreHints.Hint hint) {
                heard.add(hint);
            }

            @Override
            public void onGap() {}
        });
        StoreHints.Hint hint = new StoreHints.LeaderChanged(7);
        store.fail(StoreCall.HEAR_HINT, fault);
        memory.hints().publish(hint);
        boolean passesOn = Set.of(StoreFault.NONE, StoreFault.ANSWER_LOST, StoreFault.ANSWER_HELD)
                .contains(fault);
        assertThat(heard).hasSize(passesOn ? 1 : 0);
        store.release();
        assertThat(heard).hasSize(passesOn || fault == StoreFault.REQUEST_HELD ? 1 : 0);
    }

    private Object outcome(StoreCall call) {
        CompletableFuture<?> answer = ask(call).toCompletableFuture();
        assertThat(answer).isCompleted();
        return only(answer.getNow(null));
    }

    private static Object only(Object outcome) {
        return outcome instanceof List<?> list ? list.get(0) : outcome;
    }

    private void assertReached(StoreCall call, int times) {
        assertThat(store.calls(call)).isEqualTo(1);
        assertThat(behind.calls(call)).isEqualTo(times);
    }

    private CompletionStage<?> ask(StoreCall call) {
        BoardSpec spec = board.spec();
        Token token = board.token();
        return switch (call) {
            case CREATE_BOARD -> store.boards().create(spec("a third board's secret"), GAMESERVER, REMAINING);
            case GET_BOARD -> store.boards().get(spec.id(), REMAINING);
            case CLOSE_BOARD -> store.boards().close(spec.id(), token, REMAINING);
            case LIST_BOARDS -> store.boards().list(new BoardStore.ListQuery(10, "", ""), REMAINING);
            case JOIN_ROSTER -> store.rosters().join(spec.id(), token, request(), REMAINING);
            case LEAVE_ROSTER -> store.rosters().leave(spec.id(), token, new PlayerId(1), REMAINING);
            case READ_ROSTER -> store.rosters().read(spec.id(), REMAINING);
            case ENTER_QUOTA -> store.quotas().enter(spec.creator(), spec.id(), 1, REMAINING);
            case TAKE_BACK_QUOTA -> store.quotas().takeBack(spec.creator(), today(), spec.id(), REMAINING);
            case LOGIN -> store.leases().login(StoreKit.lease(GAMESERVER), REMAINING, REMAINING);
            case LOGOUT -> store.leases().logout(GAMESERVER, REMAINING);
            case END_LEASE -> store.leases().end(GAMESERVER, REMAINING);
            case FORGET_LEASE -> store.leases().forget(GAMESERVER, REMAINING);
            case READ_LEASES -> store.leases().read(REMAINING);
            case CAMPAIGN -> store.election().campaign(CANDIDATE, REMAINING, REMAINING);
            case REPORT -> store.election().report(CANDIDATE, Set.of(), REMAINING, REMAINING);
            case RESIGN -> store.election().resign(CANDIDATE, 1, REMAINING);
            case READ_LEADER -> store.election().leader(REMAINING);
            case ATTACH_BOARD -> store.attachments().attach(spec.id(), token, GAMESERVER, REMAINING);
            case READ_TOKENS -> store.attachments().tokens(List.of(spec.id()), REMAINING);
            case READ_INDEX -> store.attachments().index(GAMESERVER, "", REMAINING);
            case ENTER_INDEX -> store.attachments().enter(GAMESERVER, List.of(spec.id()), REMAINING);
            case REMOVE_FROM_INDEX -> store.attachments().remove(GAMESERVER, List.of(spec.id()), REMAINING);
            case SWEEP_BOARDS -> store.attachments().sweep("", REMAINING);
            case MARK_BOARD -> store.attachments().mark(spec.id(), token, "reason", REMAINING);
            case FORGET_DEATHS -> store.attachments().forgetDeaths(spec.id(), token, REMAINING);
            case SAVE_SNAPSHOTS -> store.snapshots().save(List.of(save(board)), REMAINING);
            case LOAD_BOARD -> store.snapshots().load(spec.id(), REMAINING);
            case ASSERT_BOARD -> store.snapshots().assertBoard(assertion(), REMAINING);
            case HAND_OVER_BOARD -> store.snapshots().handOver(save(board), GAMESERVER, REMAINING);
            case PUBLISH_HINT, HEAR_HINT -> throw new AssertionError("a hint has no outcome");
        };
    }

    private SnapshotStore.Assertion assertion() {
        return new SnapshotStore.Assertion(
                board, new RosterStore.Roster(board.token(), 0, List.of()), Optional.empty());
    }

    private static SnapshotStore.SaveRequest save(BoardRecord board) {
        return StoreKit.save(board, board.token(), StoreKit.snapshot(1));
    }

    private static RosterStore.JoinRequest request() {
        return new RosterStore.JoinRequest(key("a player's secret"), 0, new byte[0], 0);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private BoardRecord created(String secret) {
        return StoreKit.answerAs(BoardStore.Created.class, memory.boards().create(spec(secret), GAMESERVER, REMAINING))
                .board();
    }

    private static BoardSpec spec(String secret) {
        return new BoardSpec(
                key(secret).boardId(),
                "kit",
                new byte[0],
                1,
                true,
                Duration.ZERO,
                new Creator("somebody"),
                4,
                Duration.ofMillis(20));
    }

    private static IdempotencyKey key(String secret) {
        return IdempotencyKey.of(secret.getBytes(StandardCharsets.US_ASCII));
    }
}
