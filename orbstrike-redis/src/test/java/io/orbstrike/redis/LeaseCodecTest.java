package io.orbstrike.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbstrike.board.SnapshotVersions;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Leases as builds of several versions write them. */
class LeaseCodecTest {

    private static final int DELAYS_BYTES = 3 * Integer.BYTES;

    private static final Incarnation GAMESERVER = Incarnation.parse("0123456789abcdef0123456789abcdef");

    private static Lease lease(Lease.Delays delays) {
        return new Lease(
                GAMESERVER,
                "gameserver.example:10187",
                "build 7",
                Map.of("zone", "north"),
                Map.of("kit", new SnapshotVersions(1, 3)),
                new Lease.Protocols(1, 2),
                new Lease.Capacity(500, 50_000),
                new Lease.Load(3, 300, 20, 125, delays),
                true);
    }

    private final Lease lease = lease(new Lease.Delays(40, 1_900, 250));
    private final byte[] bytes = LeaseCodec.encoded(lease);

    @Test
    void shouldReadWhatItWrote() {
        assertThat(LeaseCodec.decoded(GAMESERVER, bytes)).isEqualTo(lease);
    }

    @Test
    void shouldReadNoDelaysWhereAnOlderBuildTellsNone() {
        byte[] older = Arrays.copyOf(bytes, bytes.length - DELAYS_BYTES);
        assertThat(LeaseCodec.decoded(GAMESERVER, older)).isEqualTo(lease(Lease.Delays.NONE));
    }

    @Test
    void shouldPassOverWhatANewerBuildAdds() {
        byte[] newer = Arrays.copyOf(bytes, bytes.length + 5);
        assertThat(LeaseCodec.decoded(GAMESERVER, newer)).isEqualTo(lease);
    }

    @Test
    void shouldRefuseARecordThatIsCutWithinTheDelays() {
        byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
        assertThatThrownBy(() -> LeaseCodec.decoded(GAMESERVER, cut))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot be read");
    }
}
