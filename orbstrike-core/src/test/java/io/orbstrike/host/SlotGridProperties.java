package io.orbstrike.host;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class SlotGridProperties {

    private static final long MS = 1_000_000;

    @Property
    void shouldFindThePlacesAroundATimeNoFartherThanAMillisecond(
            @ForAll @LongRange(min = MS, max = 10_000 * MS) long intervalNs,
            @ForAll @LongRange(min = -1_000_000 * MS, max = 1_000_000 * MS) long timeNs,
            @ForAll @LongRange(min = -1_000_000 * MS, max = 1_000_000 * MS) long originNs) {
        SlotGrid grid = SlotGrid.of(originNs, intervalNs);
        assertThat(grid.atOrAfter(timeNs)).isBetween(timeNs, timeNs + MS);
        assertThat(grid.atOrBefore(timeNs)).isBetween(timeNs - MS, timeNs);
        assertThat(grid.atOrAfter(timeNs) - grid.atOrBefore(timeNs)).isLessThanOrEqualTo(MS);
    }

    @Property
    void shouldHaveAPlaceOneIntervalAfterEach(
            @ForAll @LongRange(min = MS, max = 10_000 * MS) long intervalNs,
            @ForAll @LongRange(min = -1_000_000 * MS, max = 1_000_000 * MS) long timeNs,
            @ForAll @LongRange(min = -1_000_000 * MS, max = 1_000_000 * MS) long originNs) {
        SlotGrid grid = SlotGrid.of(originNs, intervalNs);
        long placeNs = grid.atOrAfter(timeNs);
        assertThat(grid.atOrAfter(originNs)).isEqualTo(originNs);
        assertThat(grid.atOrBefore(placeNs)).isEqualTo(placeNs);
        assertThat(grid.atOrAfter(placeNs + intervalNs)).isEqualTo(placeNs + intervalNs);
        assertThat(grid.atOrBefore(placeNs + intervalNs)).isEqualTo(placeNs + intervalNs);
    }
}
