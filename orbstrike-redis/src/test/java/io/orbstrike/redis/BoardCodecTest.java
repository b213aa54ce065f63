package io.orbstrike.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.Creator;
import io.orbstrike.store.Epoch;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.RequiredLabels;
import io.orbstrike.store.Token;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BoardCodecTest {

    private static final Token TOKEN = new Token(new Epoch(1_700_000_000_000L), new Incarnation(1, 2));
    private static final Instant CREATED_AT = Instant.ofEpochMilli(1_700_000_000_000L);
    private static final BoardSpec PLAIN = new BoardSpec(
            new BoardId(3, 4),
            "orb",
            new byte[] {0, -1},
            -7,
            true,
            Duration.ofHours(3),
            new Creator("somebody"),
            8,
            Duration.ofMillis(50));

    @Test
    void shouldReadTheLabelsThatItWrote() {
        BoardSpec spec =
                PLAIN.requiring(RequiredLabels.NONE.with("zone", "eu/west-1").with("gpu", ""));
        BoardRecord written = BoardRecord.created(spec, TOKEN, CREATED_AT);
        assertThat(stored(written)).containsEntry("labels", BoardCodec.bytes("gpu=,zone=eu/west-1"));
        assertThat(read(stored(written))).usingRecursiveComparison().isEqualTo(written);
    }

    @Test
    void shouldReadARecordFromBeforeThereWereLabels() {
        BoardRecord written = BoardRecord.created(PLAIN, TOKEN, CREATED_AT);
        assertThat(stored(written)).doesNotContainKey("labels");
        BoardRecord read = read(stored(written));
        assertThat(read.spec().requiredLabels()).isEqualTo(RequiredLabels.NONE);
        assertThat(read).usingRecursiveComparison().isEqualTo(written);
    }

    /** The hash as it lies in Redis. */
    private static Map<String, byte[]> stored(BoardRecord record) {
        Map<String, byte[]> hash = new HashMap<>();
        hash.put("token", BoardCodec.bytes(record.token().toString()));
        List<byte[]> fields = BoardCodec.recordFields(record);
        for (int i = 0; i < fields.size(); i += 2) {
            hash.put(new String(fields.get(i), StandardCharsets.UTF_8), fields.get(i + 1));
        }
        return hash;
    }

    private static BoardRecord read(Map<String, byte[]> hash) {
        List<byte @Nullable []> values = new ArrayList<>();
        BoardCodec.RECORD_FIELDS.forEach(field -> values.add(hash.get(field)));
        return BoardCodec.record(PLAIN.id(), values);
    }
}
