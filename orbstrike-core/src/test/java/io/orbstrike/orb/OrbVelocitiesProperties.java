package io.orbstrike.orb;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class OrbVelocitiesProperties {

    @Property
    void shouldMoveAsFastOnADiagonalToWithinHalfAPartPerAxis(
            @ForAll @IntRange(min = 1, max = 5_000) int speed, @ForAll @IntRange(min = 5, max = 1_000) int tickMs) {
        int[] table = OrbVelocities.of(speed, tickMs);
        BigDecimal exact = BigDecimal.valueOf(1024L * speed * tickMs).divide(BigDecimal.valueOf(1000));
        // |d - exact / sqrt(2)| <= 1/2 as integers: (2d - 1)^2 <= 2 exact^2 <= (2d + 1)^2
        BigDecimal twice = exact.multiply(exact).multiply(BigDecimal.valueOf(2));
        BigDecimal diagonal = BigDecimal.valueOf(table[4]);
        BigDecimal low = diagonal.multiply(BigDecimal.valueOf(2)).subtract(BigDecimal.ONE);
        BigDecimal high = diagonal.multiply(BigDecimal.valueOf(2)).add(BigDecimal.ONE);
        assertThat(low.signum() < 0 || low.multiply(low).compareTo(twice) <= 0).isTrue();
        assertThat(high.multiply(high)).isGreaterThanOrEqualTo(twice);
        BigDecimal axisError = BigDecimal.valueOf(table[2]).subtract(exact).abs();
        assertThat(axisError).isLessThanOrEqualTo(new BigDecimal("0.5"));
    }

    @Property
    void shouldBeSymmetric(
            @ForAll @IntRange(min = 1, max = 5_000) int speed, @ForAll @IntRange(min = 5, max = 1_000) int tickMs) {
        int[] table = OrbVelocities.of(speed, tickMs);
        int a = table[2];
        int d = table[4];
        assertThat(table).containsExactly(0, 0, a, 0, d, d, 0, a, -d, d, -a, 0, -d, -d, 0, -a, d, -d);
    }

    @Property
    void shouldTakeTheIntegerRoot(@ForAll @LongRange(min = 0) long value) {
        assertThat(OrbVelocities.floorSqrt(value))
                .isEqualTo(BigInteger.valueOf(value).sqrt().longValueExact());
    }

    @Example
    void shouldTakeTheRootsAroundSquares() {
        for (long root = 1; root < 3_000_000_000L; root = root * 3 + 1) {
            assertThat(OrbVelocities.floorSqrt(root * root - 1)).isEqualTo(root - 1);
            assertThat(OrbVelocities.floorSqrt(root * root)).isEqualTo(root);
        }
        assertThat(OrbVelocities.floorSqrt(Long.MAX_VALUE)).isEqualTo(3_037_000_499L);
    }
}
