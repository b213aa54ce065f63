package io.orbstrike.server.bots;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbstrike.board.ByteReader;
import io.orbstrike.board.FrameKind;
import io.orbstrike.board.MalformedBytesException;
import io.orbstrike.orb.OrbInput;
import io.orbstrike.orb.OrbView;
import io.orbstrike.server.bots.Violation.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Streams of one board that know it together, and notice when they do not know the same. */
class SharedViewTest {

    private static final long EPOCH = 9;
    private static final int PLAYERS = 4;

    private final Violations violations = new Violations();
    private final BoardLedger ledger = new BoardLedger("b", violations);
    private final BoardRecord record = new BoardRecord("b", ledger, violations);
    private final OrbTable table = new OrbTable(PLAYERS);
    private final OrbView honest = OrbTable.ORB.view();
    private long sequence;

    private SharedView join(int stream) {
        SharedView view = new SharedView(record, stream);
        table.showKeyframe(view);
        view.settle(EPOCH);
        return view;
    }

    private void follow(SharedView view) {
        table.showDelta(view);
        view.settle(EPOCH);
    }

    /** A step in which somebody turns, so that there is a delta to alter. */
    private void step() {
        sequence++;
        table.input((int) (sequence % PLAYERS), sequence, OrbInput.of(1 + (int) (sequence % 8), sequence % 11 == 0));
        table.step();
    }

    private static OrbState state(SharedView view) {
        return requireNonNull(view.state(), "state");
    }

    @Test
    void shouldKnowWhatAViewOfOnesOwnKnows() {
        SharedView first = join(0);
        SharedView second = join(1);
        table.showKeyframe(honest);
        for (int i = 0; i < 3_000; i++) {
            step();
            follow(i % 2 == 0 ? first : second);
            follow(i % 2 == 0 ? second : first);
            table.showDelta(honest);
            assertSame(state(first), honest);
            assertThat(second.state()).isSameAs(first.state());
        }
        assertThat(violations.first()).isEmpty();
    }

    private static void assertSame(OrbState state, OrbView view) {
        assertThat(state.tick()).isEqualTo(view.tick());
        assertThat(state.radius()).isEqualTo(view.radius());
        assertThat(state.phase()).isEqualTo(view.phase());
        for (int i = 0; i < PLAYERS; i++) {
            assertThat(state.isPlayerAt(view.player(i), i)).isTrue();
            assertThat(state.isAlive(i)).isEqualTo(view.isAlive(i));
            assertThat(state.isRingUp(i)).isEqualTo(view.isRingUp(i));
            assertThat(state.x(i)).isEqualTo(view.x(i));
            assertThat(state.y(i)).isEqualTo(view.y(i));
        }
        assertThat(state.isPlayerAt(1, PLAYERS)).isFalse();
        assertThat(state.velocityX(2)).isEqualTo(view.velocityX(2));
        assertThat(state.velocityY(7)).isEqualTo(view.velocityY(7));
    }

    @Test
    void shouldGoOverToWhatOthersKnowWhereverItJoins() {
        List<SharedView> views = new ArrayList<>();
        for (int stream = 0; stream < 20; stream++) {
            views.forEach(this::follow);
            views.add(join(stream));
            step();
        }
        views.forEach(this::follow);
        step();
        SharedView ahead = join(20); // at a tick that nobody else has come to
        views.forEach(this::follow);
        views.add(ahead);
        step();
        views.forEach(this::follow);
        assertThat(views)
                .allSatisfy(
                        view -> assertThat(view.state()).isSameAs(views.get(0).state()));
        assertThat(violations.first()).isEmpty();
    }

    @Test
    void shouldNameADeltaThatIsNotWhatAnotherStreamReceived() {
        SharedView first = join(0);
        SharedView second = join(1);
        step();
        follow(first);
        table.showDelta(second, delta -> new byte[0]);
        assertThat(violations.first()).hasSize(1);
        Violation violation = violations.first().get(0);
        assertThat(violation.kind()).isEqualTo(Kind.WRONG_POSITION);
        assertThat(violation.stream()).isEqualTo(1);
        assertThat(violation.tick()).isEqualTo(state(first).tick());
        assertThat(violation.expected()).isEqualTo("the delta that stream 0 received");
        assertThat(second.state()).as("not known from here on").isNull();
        table.showKeyframe(second);
        second.settle(EPOCH);
        assertThat(second.state()).as("known again by a keyframe").isSameAs(first.state());
    }

    @Test
    void shouldNameAKeyframeThatDeltasDoNotLeadTo() {
        SharedView first = join(0);
        step();
        table.showDelta(first, delta -> new byte[0]);
        first.settle(EPOCH);
        assertThat(violations.first()).isEmpty();
        SharedView second = join(1);
        assertThat(violations.first()).hasSize(1);
        Violation violation = violations.first().get(0);
        assertThat(violation.kind()).isEqualTo(Kind.WRONG_POSITION);
        assertThat(violation.stream()).isEqualTo(1);
        assertThat(violation.expected()).endsWith("as stream 0 knows it");
        assertThat(second.state()).isNotSameAs(first.state());
    }

    @Test
    void shouldCompareTheRecordsOfTwoLanes() {
        SharedView here = join(0);
        SharedView there = new SharedView(new BoardRecord("b", ledger, violations), 1);
        table.showKeyframe(there);
        there.settle(EPOCH);
        step();
        follow(here);
        table.showDelta(there, delta -> new byte[0]);
        there.settle(EPOCH);
        assertThat(violations.first()).extracting(Violation::stream).containsExactly(1);
    }

    @Test
    void shouldNotCompareAnOldEpochWithANewOne() {
        SharedView old = join(0);
        step();
        SharedView newer = new SharedView(record, 1);
        table.showKeyframe(newer);
        newer.settle(EPOCH + 1);
        table.showDelta(old, delta -> new byte[0]);
        old.settle(EPOCH);
        step();
        follow(old);
        table.showDelta(newer);
        newer.settle(EPOCH + 1);
        assertThat(violations.first()).isEmpty();
        assertThat(old.state()).isNotSameAs(newer.state());
    }

    @Test
    void shouldNotHoldWhatComesAfterAStreamThatStands() {
        SharedView moving = join(0);
        SharedView standing = join(1);
        OrbState before = state(standing);
        for (int i = 0; i < BoardChain.TICKS_KEPT; i++) {
            step();
            follow(moving);
        }
        assertThat(before.next()).isNull();
        follow(standing);
        assertThat(standing.state()).isNull();
        assertThat(violations.first()).isEmpty();
        table.showKeyframe(standing);
        standing.settle(EPOCH);
        assertThat(standing.state()).isSameAs(moving.state());
    }

    @Test
    void shouldKnowNothingAfterBytesThatAreNoDelta() {
        SharedView first = join(0);
        SharedView second = join(1);
        step();
        assertThatThrownBy(() -> table.showDelta(first, delta -> new byte[] {10}))
                .isInstanceOf(MalformedBytesException.class);
        assertThat(first.state()).isNull();
        follow(second);
        assertThat(second.state()).as("the chain is broken").isNull();
        table.showKeyframe(first);
        first.settle(EPOCH);
        assertThat(first.state()).isNotNull();
    }

    @Test
    void shouldTakeOneDeltaOfAFrame() {
        SharedView view = join(0);
        view.onFrameStart(state(view).tick() + 1, FrameKind.DELTA);
        view.onDelta(0, new ByteReader(new byte[0]));
        assertThatThrownBy(() -> view.onDelta(0, new ByteReader(new byte[0])))
                .isInstanceOf(MalformedBytesException.class);
        view.onFrameEnd();
        view.onFrameStart(state(view).tick() + 1, FrameKind.DELTA);
        view.onFrameEnd();
        assertThat(state(view).tick())
                .as("a frame without a change is a step too")
                .isEqualTo(view.tick());
        view.onSectionGone(0);
        assertThat(view.state()).isNull();
    }
}
