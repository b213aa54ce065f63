package io.orbstrike.orb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RingGridProperties {

    @Property(tries = 200)
    void shouldAnswerAsALookAtAllRingsDoes(
            @ForAll @IntRange(min = 50, max = 10_000) int radius,
            @ForAll @IntRange(min = 1, max = 1_000) int ring,
            @ForAll @IntRange(min = 1, max = 40) int players,
            @ForAll long seed) {
        OrbRules rules = OrbRules.builder()
                .maxPlayers(players)
                .radius(radius)
                .bodyRadius(1)
                .ringRadius(ring)
                .build();
        OrbColumns columns = new OrbColumns(OrbConstants.of(rules), players);
        RingGrid grid = new RingGrid(columns);
        Random random = new Random(seed);
        boolean[] up = new boolean[players];
        for (int round = 0; round < 100; round++) {
            int index = random.nextInt(players);
            if (up[index]) {
                grid.remove(index);
            } else {
                int[] place = placeIn(columns.constants.radius, random);
                columns.player[index] = 1L + random.nextInt(5);
                columns.place(index, place[0], place[1], OrbMotion.RING, random.nextInt(3), 1);
                grid.add(index);
            }
            up[index] = !up[index];
            int[] point = placeIn(columns.constants.radius, random);
            compare(columns, grid, up, point[0], point[1]);
        }
        for (int index = 0; index < players; index++) {
            if (up[index]) {
                grid.remove(index);
            }
        }
        assertThat(grid.isEmpty()).isTrue();
        assertThat(grid.fineCells()).containsOnly(0);
    }

    private static void compare(OrbColumns columns, RingGrid grid, boolean[] up, int x, int y) {
        long reach = columns.constants.reach();
        long nearest = Long.MAX_VALUE;
        long nearestKiller = Long.MAX_VALUE;
        long lowestPlayer = Long.MAX_VALUE;
        for (int index = 0; index < up.length; index++) {
            long dx = (long) columns.x[index] - x;
            long dy = (long) columns.y[index] - y;
            long squared = dx * dx + dy * dy;
            if (!up[index] || squared >= reach * reach) {
                continue;
            }
            nearest = Math.min(nearest, squared);
            boolean better =
                    squared < nearestKiller || (squared == nearestKiller && columns.player[index] < lowestPlayer);
            if (columns.protectedUntilTick[index] <= 1 && better) {
                nearestKiller = squared;
                lowestPlayer = columns.player[index];
            }
        }
        assertThat(grid.nearestSquared(x, y)).isEqualTo(nearest);
        int killer = grid.killerAt(x, y, 1);
        assertThat(killer == RingGrid.NONE ? Long.MAX_VALUE : columns.player[killer])
                .isEqualTo(lowestPlayer);
    }

    /** A point of the circle; every fourth on a coarse raster, so that distances are equal at times. */
    private static int[] placeIn(int radius, Random random) {
        int raster = random.nextInt(4) == 0 ? Math.max(1, radius / 3) : 1;
        while (true) {
            int x = (random.nextInt(2 * radius + 1) - radius) / raster * raster;
            int y = (random.nextInt(2 * radius + 1) - radius) / raster * raster;
            if ((long) x * x + (long) y * y <= (long) radius * radius) {
                return new int[] {x, y};
            }
        }
    }
}
