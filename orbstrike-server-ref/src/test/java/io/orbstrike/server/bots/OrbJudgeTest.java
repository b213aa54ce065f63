package io.orbstrike.server.bots;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.FrameKind;
import io.orbstrike.orb.OrbInput;
import io.orbstrike.server.bots.Violation.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a server of orb may show to a player, and what it may not. */
class OrbJudgeTest {

    private static final long EPOCH = 9;

    private final Violations violations = new Violations();
    private final OrbTable table = new OrbTable(4);
    private final SharedView view =
            new SharedView(new BoardRecord("b", new BoardLedger("b", violations), violations), 0);
    private final OrbJudge judge = new OrbJudge(0, "b", 0, 1, violations);
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
            judgeFrame(table.showDelta(view));
        }
    }

    private void begin() {
        table.showKeyframe(view);
        judgeFrame(FrameKind.KEYFRAME);
    }

    private void judgeFrame(FrameKind kind) {
        view.settle(EPOCH);
        judge.onFrame(kind, acknowledged, state());
    }

    private OrbState state() {
        return requireNonNull(view.state(), "state");
    }

    @Test
    void shouldFindNothingInAnHonestGame() {
        BotPilot pilot = new BotPilot(1, 10);
        begin();
        for (int i = 0; i < 2_000; i++) {
            input(pilot.next(view.state(), 0));
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
            deaths += state().isAlive(0) ? 0 : 1;
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
        assertThat(violation.found()).isEqualTo("(" + state().x(0) + ", " + state().y(0) + ")");
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
        OrbJudge stranger = new OrbJudge(1, "b", 0, 2, violations);
        table.showKeyframe(view);
        stranger.onFrame(FrameKind.KEYFRAME, 0, state());
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
        judge.onHeldForgotten();
        table.input(0, ++sequence, OrbInput.NEUTRAL);
        step(3);
        assertThat(violations.first()).isEmpty();
        input(OrbInput.of(1, false), OrbInput.of(5, false));
        step(1);
        assertThat(violations.first()).extracting(Violation::kind).containsExactly(Kind.WRONG_POSITION);
    }

    @Test
    void shouldNotExpectAnInputToHoldThatIsAcknowledgedOnlyOnTheNewStream() {
        begin();
        judge.onSent(++sequence, OrbInput.of(1, false));
        judge.onHeldForgotten();
        acknowledged = sequence;
        begin();
        step(3);
        assertThat(violations.first()).isEmpty();
        input(OrbInput.of(1, false), OrbInput.of(5, false));
        step(1);
        assertThat(violations.first()).extracting(Violation::kind).containsExactly(Kind.WRONG_POSITION);
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
