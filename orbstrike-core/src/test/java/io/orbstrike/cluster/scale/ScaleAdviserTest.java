package io.orbstrike.cluster.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ScaleAdviserTest {

    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final long AFTER_WINDOW_NS = WINDOW.plusSeconds(1).toNanos();

    private final List<Lease> leases = new ArrayList<>();

    @Test
    void shouldWantAGameserverMoreOnlyWhenTheBufferIsUsedUp() {
        ScaleAdviser adviser = adviser(ScalePolicy.Buffer.percent(20));
        gameserver(80, false);
        assertThat(adviser.look(leases, AFTER_WINDOW_NS).desired()).isEqualTo(1);
        leases.clear();
        gameserver(81, false);
        assertThat(adviser.look(leases, AFTER_WINDOW_NS).desired()).isEqualTo(2);
    }

    @Test
    void shouldKeepANumberOfBoardsFree() {
        ScaleAdviser adviser = adviser(ScalePolicy.Buffer.boards(30));
        gameserver(70, false);
        assertThat(adviser.look(leases, AFTER_WINDOW_NS).desired()).isEqualTo(1);
        leases.clear();
        gameserver(71, false);
        assertThat(adviser.look(leases, AFTER_WINDOW_NS).desired()).isEqualTo(2);
    }

    @Test
    void shouldCountTheBoardsOfThoseThatDrainButNotTheirRoom() {
        ScaleAdviser adviser = adviser(ScalePolicy.Buffer.percent(0));
        gameserver(60, true);
        gameserver(60, false);
        ScaleAdvice advice = adviser.look(leases, AFTER_WINDOW_NS);
        assertThat(advice).isEqualTo(new ScaleAdvice(2, 1, 120, 100, 120, 1_000));
    }

    @Test
    void shouldWantFewerOnlyAfterTheWindow() {
        ScaleAdviser adviser = adviser(ScalePolicy.Buffer.percent(20));
        gameserver(90, false);
        gameserver(90, false);
        assertThat(adviser.look(leases, AFTER_WINDOW_NS).desired()).isEqualTo(3);
        leases.clear();
        gameserver(10, false);
        gameserver(10, false);
        long justBeforeNs = AFTER_WINDOW_NS + WINDOW.toNanos();
        assertThat(adviser.look(leases, justBeforeNs).desired()).isEqualTo(3);
        assertThat(adviser.look(leases, justBeforeNs + 1).desired()).isEqualTo(1);
    }

    @Test
    void shouldWantNoFewerThanThereAreWhileItIsYoung() {
        ScaleAdviser adviser = adviser(ScalePolicy.Buffer.percent(20));
        gameserver(1, false);
        gameserver(1, false);
        gameserver(1, false);
        assertThat(adviser.look(leases, 1).desired()).isEqualTo(3);
        assertThat(adviser.look(leases, AFTER_WINDOW_NS).desired()).isEqualTo(1);
    }

    @Test
    void shouldStayWithinItsBounds() {
        ScaleAdviser adviser = adviser(ScalePolicy.Buffer.percent(20));
        assertThat(adviser.look(leases, AFTER_WINDOW_NS).desired()).as("least").isEqualTo(1);
        for (int i = 0; i < 6; i++) {
            gameserver(100, false);
        }
        assertThat(adviser.look(leases, AFTER_WINDOW_NS).desired()).as("most").isEqualTo(5);
    }

    @Test
    void shouldNameWhatIsOutsideItsBounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScalePolicy(ScalePolicy.Buffer.boards(1), 3, 2, WINDOW))
                .withMessage("gameserversMax 2: must be 3 to 10000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScalePolicy.Buffer.percent(91))
                .withMessage("buffer of 91 %: must be 0 to 90");
    }

    private static ScaleAdviser adviser(ScalePolicy.Buffer buffer) {
        return new ScaleAdviser(new ScalePolicy(buffer, 1, 5, WINDOW), 0);
    }

    private void gameserver(int boards, boolean draining) {
        leases.add(new Lease(
                new Incarnation(1, leases.size()),
                "host:1",
                "1",
                Map.of(),
                Map.of(),
                new Lease.Protocols(1, 1),
                new Lease.Capacity(100, 1_000),
                new Lease.Load(boards, boards, 0, 0),
                draining));
    }
}
