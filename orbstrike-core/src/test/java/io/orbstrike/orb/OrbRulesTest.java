package io.orbstrike.orb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.Codec;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.board.MalformedBytesException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrbRulesTest {

    private static final Codec<OrbRules> CODEC = new OrbType().rulesCodec();

    @Test
    void shouldHaveTheseDefaults() {
        assertThat(OrbRules.DEFAULT)
                .hasToString("OrbRules[max_players=100, radius=1000, tick_interval_ms=15, speed=260, body_radius=20, "
                        + "ring_radius=70, energy=1, energy_max=100, energy_drain=40, energy_gain=20, "
                        + "energy_to_raise=25, respawn=1, respawn_ms=2000, protection_ms=1500, rounds=1, "
                        + "round_ms=180000, scoreboard_ms=8000, shrinking=1, shrink_ms=60000]");
        assertThat(OrbRules.DEFAULT.maxPlayers()).isEqualTo(100);
        assertThat(OrbRules.DEFAULT.radius()).isEqualTo(1000);
        assertThat(OrbRules.DEFAULT.tickIntervalMs()).isEqualTo(15);
        assertThat(OrbRules.DEFAULT.speed()).isEqualTo(260);
        assertThat(OrbRules.DEFAULT.bodyRadius()).isEqualTo(20);
        assertThat(OrbRules.DEFAULT.ringRadius()).isEqualTo(70);
        assertThat(OrbRules.DEFAULT.hasEnergy()).isTrue();
        assertThat(OrbRules.DEFAULT.energyMax()).isEqualTo(100);
        assertThat(OrbRules.DEFAULT.energyDrain()).isEqualTo(40);
        assertThat(OrbRules.DEFAULT.energyGain()).isEqualTo(20);
        assertThat(OrbRules.DEFAULT.energyToRaise()).isEqualTo(25);
        assertThat(OrbRules.DEFAULT.hasRespawn()).isTrue();
        assertThat(OrbRules.DEFAULT.respawnMs()).isEqualTo(2_000);
        assertThat(OrbRules.DEFAULT.protectionMs()).isEqualTo(1_500);
        assertThat(OrbRules.DEFAULT.hasRounds()).isTrue();
        assertThat(OrbRules.DEFAULT.roundMs()).isEqualTo(180_000);
        assertThat(OrbRules.DEFAULT.scoreboardMs()).isEqualTo(8_000);
        assertThat(OrbRules.DEFAULT.hasShrinking()).isTrue();
        assertThat(OrbRules.DEFAULT.shrinkMs()).isEqualTo(60_000);
    }

    @ParameterizedTest
    @CsvSource({"1, 100", "2, 141", "10, 316", "100, 1000", "5000, 7071", "10000, 10000"})
    void shouldTakeTheRadiusFromTheNumberOfPlayers(int maxPlayers, int radius) {
        assertThat(OrbRules.builder().maxPlayers(maxPlayers).build().radius()).isEqualTo(radius);
    }

    @Test
    void shouldShrinkForAThirdOfAShortRound() {
        assertThat(OrbRules.builder().roundMs(30_000).build().shrinkMs()).isEqualTo(10_000);
    }

    @ParameterizedTest
    @CsvSource({
        "MAX_PLAYERS, 0, 10001, max_players, 1 to 10000",
        "RADIUS, 49, 10001, radius, 50 to 10000 units",
        "TICK_INTERVAL_MS, 4, 1001, tick_interval_ms, 5 to 1000 ms",
        "SPEED, 0, 5001, speed, 1 to 5000 units/s",
        "BODY_RADIUS, 0, 251, body_radius, 1 to 250 units",
        "RING_RADIUS, 0, 1001, ring_radius, 1 to 1000 units",
        "ENERGY, -1, 2, energy, 0 to 1",
        "ENERGY_MAX, 0, 1001, energy_max, 1 to 1000",
        "ENERGY_DRAIN, 0, 10001, energy_drain, 1 to 10000 per s",
        "ENERGY_GAIN, 0, 10001, energy_gain, 1 to 10000 per s",
        "ENERGY_TO_RAISE, 0, 1001, energy_to_raise, 1 to 1000",
        "RESPAWN, -1, 2, respawn, 0 to 1",
        "RESPAWN_MS, -1, 60001, respawn_ms, 0 to 60000 ms",
        "PROTECTION_MS, -1, 60001, protection_ms, 0 to 60000 ms",
        "ROUNDS, -1, 2, rounds, 0 to 1",
        "ROUND_MS, 999, 3600001, round_ms, 1000 to 3600000 ms",
        "SCOREBOARD_MS, 99, 60001, scoreboard_ms, 100 to 60000 ms",
        "SHRINKING, -1, 2, shrinking, 0 to 1",
        "SHRINK_MS, 0, 3600001, shrink_ms, 1 to 3600000 ms"
    })
    void shouldNameRuleValueAndBoundWhenOutOfRange(String rule, int below, int above, String field, String bound) {
        for (int value : new int[] {below, above}) {
            assertThatThrownBy(() ->
                            OrbRules.builder().set(OrbRule.valueOf(rule), value).build())
                    .isInstanceOfSatisfying(InvalidValueException.class, e -> {
                        assertThat(e.field()).isEqualTo(field);
                        assertThat(e.value()).isEqualTo(Integer.toString(value));
                        assertThat(e.bound()).isEqualTo(bound);
                    });
        }
    }

    @Test
    void shouldRefuseMoreBodiesThanFitTheCircle() {
        OrbRules.builder().maxPlayers(50).radius(200).bodyRadius(20).build();
        assertThatThrownBy(() -> OrbRules.builder()
                        .maxPlayers(51)
                        .radius(200)
                        .bodyRadius(20)
                        .build())
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("max_players * body_radius^2 20400: must be at most radius^2 / 2 = 20000, "
                        + "so that the orbs fit the circle");
    }

    @Test
    void shouldRefuseARingSmallerThanTheBody() {
        assertThatThrownBy(
                        () -> OrbRules.builder().bodyRadius(30).ringRadius(29).build())
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("ring_radius 29: must be at least body_radius 30");
    }

    @Test
    void shouldRefuseToNeedMoreEnergyThanThereIs() {
        assertThatThrownBy(() -> OrbRules.builder().energyMax(24).build())
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("energy_max 24: must be at least energy_to_raise 25");
    }

    @Test
    void shouldRefuseToShrinkForLongerThanARound() {
        assertThatThrownBy(
                        () -> OrbRules.builder().roundMs(5_000).shrinkMs(5_001).build())
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("round_ms 5000: must be at least shrink_ms 5001");
    }

    @Test
    void shouldReadBackWhatItWrites() {
        OrbRules rules = OrbRules.builder()
                .maxPlayers(7)
                .radius(321)
                .tickIntervalMs(20)
                .speed(99)
                .bodyRadius(11)
                .ringRadius(44)
                .withoutEnergy()
                .energyMax(70)
                .energyDrain(3)
                .energyGain(4)
                .energyToRaise(5)
                .withoutRespawn()
                .respawnMs(0)
                .protectionMs(0)
                .withoutRounds()
                .roundMs(2_000)
                .scoreboardMs(200)
                .withoutShrinking()
                .shrinkMs(1_999)
                .build();
        OrbRules read = CODEC.decode(CODEC.encode(rules));
        assertThat(read).isEqualTo(rules).hasSameHashCodeAs(rules);
        assertThat(read).isNotEqualTo(OrbRules.DEFAULT);
    }

    @Test
    void shouldReadAbsentRulesAsDefaultsAndSkipUnknownFields() {
        assertThat(CODEC.decode(new byte[0])).isEqualTo(OrbRules.DEFAULT);
        ByteWriter out = new ByteWriter();
        out.writeTag(1, 0);
        out.writeVarint(4);
        out.writeTag(77, 2);
        out.writeUtf8("later");
        assertThat(CODEC.decode(out.toByteArray()))
                .isEqualTo(OrbRules.builder().maxPlayers(4).build());
    }

    @Test
    void shouldTellBadValuesFromBadBytes() {
        assertThatThrownBy(() -> CODEC.decode(new byte[] {8, 0})).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> CODEC.decode(new byte[] {8})).isInstanceOf(MalformedBytesException.class);
        assertThatThrownBy(() -> CODEC.decode(new byte[] {10, 0})).isInstanceOf(MalformedBytesException.class);
        assertThatThrownBy(() -> CODEC.decode(new byte[] {0})).isInstanceOf(MalformedBytesException.class);
    }

    @Test
    void shouldRefuseAValueThatWouldWrapAroundToTheDefault() {
        ByteWriter out = new ByteWriter();
        out.writeTag(2, 0);
        out.writeVarint(Integer.MIN_VALUE & 0xFFFFFFFFL);
        assertThatThrownBy(() -> CODEC.decode(out.toByteArray())).isInstanceOf(InvalidValueException.class);
    }
}
