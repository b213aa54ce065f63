package io.orbstrike.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.testkit.time.ManualClock;
import io.orbstrike.testkit.time.ManualExecutor;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ReadinessTest {

    private final ManualClock clock = ManualClock.create();
    private final ManualExecutor agent = new ManualExecutor(clock);
    private final AtomicBoolean ticking = new AtomicBoolean(true);
    private final Readiness readiness = new Readiness(clock, agent, ticking::get);

    @Test
    void shouldLiveWhileAllThreadsGoOn() {
        agent.advance(Duration.ofMinutes(10));
        assertThat(readiness.livez().status()).isEqualTo(200);
    }

    @Test
    void shouldNotLiveWhenTheAgentThreadDidNothingForFiveSeconds() {
        agent.advance(Duration.ofSeconds(3));
        clock.advance(Duration.ofSeconds(5));
        assertThat(readiness.livez().status()).isEqualTo(200);
        clock.advance(Duration.ofNanos(1));
        assertThat(readiness.livez().status()).isEqualTo(503);
        agent.runDue();
        assertThat(readiness.livez().status()).isEqualTo(200);
    }

    @Test
    void shouldNeitherLiveNorBeReadyWhenATickThreadIsStuck() {
        readiness.serving();
        ticking.set(false);
        assertThat(readiness.livez().status()).isEqualTo(503);
        assertThat(readiness.readyz().status()).isEqualTo(503);
    }

    @Test
    void shouldBeReadyFromServingUntilDraining() {
        assertThat(readiness.readyz().status()).isEqualTo(503);
        readiness.serving();
        assertThat(readiness.readyz().status()).isEqualTo(200);
        readiness.draining();
        assertThat(readiness.readyz().status()).isEqualTo(503);
        assertThat(readiness.livez().status()).isEqualTo(200);
    }
}
