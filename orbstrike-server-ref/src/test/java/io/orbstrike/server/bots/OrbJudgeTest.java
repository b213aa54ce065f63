package io.orbstrike.server.bots;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.FrameKind;
import io.orbstrike.orb.OrbInput;
import io.orbstrike.orb.OrbView;
import io.orbstrike.server.bots.Violation.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a server of orb may show to a player, and what it may not. */
class OrbJudgeTest {

    private static final long EPOCH = 9;

    private final Violations violations = new Violations();
    private final BoardLedger ledger = new BoardLedger("b", violations);
    private final OrbTable table = new OrbTable(4);
    private final OrbView view = OrbTable.ORB.view();
    private final OrbJudge judge = new OrbJudge(0, "b", 0, 1, true, ledger, violations);
    private long acknowledged;
    private long sequence;

    /** The player says something, and the server applies something, and acknowledges it. */
    private void input(OrbInput said, OrbInput applied) {
        judge.onSent(++sequence, said);
        table.input(0, sequence, applied);
        acknowledged = sequence;
    }

    private void input(OrbInput said) {
        input(said, said);
    }

    private void step(int ticks) {
        for (int i = 0; i < ticks; i++) {
            table.step();
            judge.onFrame(EPOCH, table.showDelta(view), acknowledged, view);
        }
    }

    private void begin() {
        table.showKeyframe(view);
        judge.onFrame(EPOCH, FrameKind.KEYFRAME, acknowledged, view);
    }

    @Test
    void shouldFindNothingInAnHonestGame() {
        BotPilot pilot = new BotPilot(1, 10);
        begin();
        for (int i = 0; i < 2_000; i++) {
            input(pilot.next(view, 0));
            step(5);
        }
        judge.conclude();
        assertThat(violations.first()).isEmpty();
    }

    @Test
    void shouldFindNothingWhileOrbsDieAndComeBack() {
        begin();
        input(OrbInput.of(1, false));
        int deaths = 0;
        for (int i = 0; i < 3_000; i++) {
            step(1);
            deaths += view.deathCount();
        }
        judge.conclude();
        assertThat(deaths).isPositive();
        assertThat(violations.first()).isEmpty();
    }

    @Test
    void shouldNameAnOrbThatGoesAnotherWayThanAcknowledged() {
        begin();
        input(OrbInput.of(1, false), OrbInput.of(3, false));
        step(1);
        assertThat(violations.first()).hasSize(1);
        Violation violation = violations.first().get(0);
        assertThat(violation.kind()).isEqualTo(Kind.WRONG_POSITION);
        assertThat(violation.stream()).isZero();
        assertThat(violation.tick()).isEqualTo(view.tick());
        assertThat(violation.expected()).endsWith(" by input 1");
        assertThat(violation.found()).isEqualTo("(" + view.x(0) + ", " + view.y(0) + ")");
    }

    @Test
    void shouldNameAnInputThatIsAcknowledgedButNotApplied() {
        begin();
        judge.onSent(1, OrbInput.of(1, false));
        acknowledged = 1;
        step(1);
        assertThat(violations.first()).extracting(Violation::kind).containsExactly(Kind.WRONG_POSITION);
    }

    @Test
    void shouldNameARingThatNobodyWanted() {
        begin();
        input(OrbInput.of(1, false), OrbInput.of(1, true));
        step(1);
        assertThat(violations.first()).extracting(Violation::expected).contains("ring down, as input 1 wants it");
    }

    @Test
    void shouldNameAPlayerWhoIsNotWhereHeSits() {
        OrbJudge stranger = new OrbJudge(1, "b", 0, 2, false, ledger, violations);
        table.showKeyframe(view);
        stranger.onFrame(EPOCH, FrameKind.KEYFRAME, 0, view);
        assertThat(violations.first())
                .containsExactly(new Violation(
                        Kind.WRONG_POSITION, 1, "b", view.tick(), "player 2 at index 0", "somebody else or nobody"));
    }

    @Test
    void shouldNameAnOrbThatNeverMovesThoughItIsSteered() {
        begin();
        for (int i = 0; i < 20; i++) {
            judge.onSent(++sequence, OrbInput.of(1, false));
            step(10);
        }
        judge.conclude();
        assertThat(violations.first()).extracting(Violation::kind).containsExactly(Kind.NOT_MOVED);
    }

    @Test
    void shouldNotExpectAnOrbToMoveThatIsNotSteered() {
        begin();
        step(200);
        judge.conclude();
        assertThat(violations.first()).isEmpty();
    }

    @Test
    void shouldNotExpectTheOldInputToHoldOnANewStream() {
        begin();
        input(OrbInput.of(1, false));
        step(1);
        judge.onReconnect();
        table.input(0, ++sequence, OrbInput.NEUTRAL);
        step(3);
        assertThat(violations.first()).isEmpty();
        input(OrbInput.of(1, false), OrbInput.of(5, false));
        step(1);
        assertThat(violations.first()).extracting(Violation::kind).containsExactly(Kind.WRONG_POSITION);
    }

    @Test
    void shouldNameAKeyframeThatDeltasDoNotLeadTo() {
        OrbJudge late = new OrbJudge(1, "b", 1, 2, false, ledger, violations);
        OrbView lateView = OrbTable.ORB.view();
        begin();
        input(OrbInput.of(1, false));
        table.step();
        judge.onFrame(EPOCH, table.showDelta(view), acknowledged, view);
        table.showKeyframe(lateView);
        late.onFrame(EPOCH, FrameKind.KEYFRAME, 0, lateView);
        assertThat(violations.first()).isEmpty();
        assertThat(ledger.compared()).isEqualTo(1);

        step(1);
        table.step(); // what the reference was told of this step is not what happened in it
        table.showDelta(view, delta -> new byte[0]);
        input(OrbInput.of(7, false));
        table.step();
        judge.onFrame(EPOCH, FrameKind.KEYFRAME, 0, wrongView());
        table.showKeyframe(lateView);
        late.onFrame(EPOCH, FrameKind.KEYFRAME, 0, lateView);
        assertThat(violations.first()).hasSize(1);
        Violation violation = violations.first().get(0);
        assertThat(violation.kind()).isEqualTo(Kind.WRONG_POSITION);
        assertThat(violation.stream()).isEqualTo(1);
        assertThat(violation.expected()).endsWith("as stream 0 knows it");
    }

    /** The view advanced as if the last step had changed nothing. */
    private OrbView wrongView() {
        table.showDelta(view, delta -> new byte[0]);
        return view;
    }

    @Test
    void shouldCompareAllViewersFromTimeToTime() {
        OrbJudge other = new OrbJudge(1, "b", 1, 2, false, ledger, violations);
        OrbView otherView = OrbTable.ORB.view();
        begin();
        table.showKeyframe(otherView);
        other.onFrame(EPOCH, FrameKind.KEYFRAME, 0, otherView);
        for (int i = 0; i < 2 * OrbJudge.TICKS_PER_COMPARISON; i++) {
            table.step();
            judge.onFrame(EPOCH, table.showDelta(view), 0, view);
            other.onFrame(EPOCH, table.showDelta(otherView), 0, otherView);
        }
        assertThat(ledger.compared()).isEqualTo(3);
        assertThat(violations.first()).isEmpty();
    }

    @Test
    void shouldFindTheDirectionNearestToAVector() {
        assertThat(List.of(
                        BotPilot.directionTo(10, 1),
                        BotPilot.directionTo(10, 10),
                        BotPilot.directionTo(1, 10),
                        BotPilot.directionTo(-10, 10),
                        BotPilot.directionTo(-10, 1),
                        BotPilot.directionTo(-10, -10),
                        BotPilot.directionTo(1, -10),
                        BotPilot.directionTo(10, -10)))
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }
}
