package io.orbstrike.orb;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.ByteReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrbConstantsTest {

    @ParameterizedTest
    @CsvSource({"15, 15, 1", "16, 15, 2", "30, 15, 2", "1, 1000, 1", "0, 15, 0", "1500, 15, 100", "1501, 15, 101"})
    void shouldLastCeilOfDurationByTick(int protectionMs, int tickMs, int ticks) {
        OrbRules rules = OrbRules.builder()
                .tickIntervalMs(tickMs)
                .protectionMs(protectionMs)
                .build();
        assertThat(OrbConstants.of(rules).protectionTicks).isEqualTo(ticks);
    }

    @Test
    void shouldCountEnergyInThousandthsAndLengthsIn1024ths() {
        OrbConstants constants = OrbConstants.of(OrbRules.DEFAULT);
        assertThat(constants.energyMax).isEqualTo(100_000);
        assertThat(constants.energyDrain).isEqualTo(600);
        assertThat(constants.energyGain).isEqualTo(300);
        assertThat(constants.energyToRaise).isEqualTo(25_000);
        assertThat(constants.radius).isEqualTo(1_024_000);
        assertThat(constants.radiusEnd).isEqualTo(256_000);
        assertThat(constants.reach()).isEqualTo(90 * 1024);
        assertThat(constants.roundTicks).isEqualTo(12_000);
        assertThat(constants.shrinkTicks).isEqualTo(4_000);
        assertThat(constants.scoreboardTicks).isEqualTo(534);
        assertThat(constants.respawnTicks).isEqualTo(134);
    }

    @Test
    void shouldSwitchOffByZero() {
        OrbConstants constants = OrbConstants.of(OrbRules.builder()
                .withoutEnergy()
                .withoutRespawn()
                .withoutRounds()
                .build());
        assertThat(constants.energyMax).isZero();
        assertThat(constants.energyToRaise).isZero();
        assertThat(constants.respawnTicks).isZero();
        assertThat(constants.roundTicks).isZero();
        assertThat(constants.shrinkTicks).isZero();
        assertThat(constants.radiusEnd).isEqualTo(constants.radius);
    }

    @Test
    void shouldReadBackWhatItWrites() {
        OrbConstants constants = OrbConstants.of(OrbRules.DEFAULT);
        OrbConstants read = OrbConstants.decode(new ByteReader(constants.encoded()));
        assertThat(read.encoded()).isEqualTo(constants.encoded());
        assertThat(read.velocityX(8)).isEqualTo(constants.velocityX(8));
        assertThat(read.shrinkTicks).isEqualTo(constants.shrinkTicks);
    }

    @Test
    void shouldKeepEnergyWithinItsBoundsForAnyTime() {
        OrbConstants constants = OrbConstants.of(OrbRules.DEFAULT);
        assertThat(constants.energyAfter(50_000, true, 1)).isEqualTo(49_400);
        assertThat(constants.energyAfter(50_000, false, 1)).isEqualTo(50_300);
        assertThat(constants.energyAfter(50_000, true, Long.MAX_VALUE)).isZero();
        assertThat(constants.energyAfter(50_000, false, Long.MAX_VALUE)).isEqualTo(100_000);
    }
}
