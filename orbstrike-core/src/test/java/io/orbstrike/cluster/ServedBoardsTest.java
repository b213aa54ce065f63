package io.orbstrike.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.orb.OrbType;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.Creator;
import io.orbstrike.store.Epoch;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.SecureIds;
import io.orbstrike.store.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ServedBoardsTest {

    private static final int PLACES = 7;

    private final SecureIds ids = SecureIds.from(new SplittableRandom(3));
    private final ServedBoards boards = new ServedBoards();
    private final BoardSpec spec = new BoardSpec(
            IdempotencyKey.of(ids.secret()).boardId(),
            "orb",
            new byte[0],
            1,
            false,
            Duration.ZERO,
            new Creator("somebody"),
            PLACES,
            Duration.ofMillis(50));

    @Test
    void shouldKeepTheBoardThatCameInTheMeantimeWhenTheOneBeforeIsRemoved() {
        ServedBoard<?, ?> before = served(1);
        ServedBoard<?, ?> next = served(2);
        boards.add(before);
        boards.add(next);
        boards.remove(before);

        assertThat(boards.get(spec.id())).isSameAs(next);
        assertThat(boards.size()).isEqualTo(1);
        assertThat(boards.places()).isEqualTo(PLACES);
        boards.remove(next);
        boards.remove(next);
        assertThat(boards.get(spec.id())).isNull();
        assertThat(boards.size()).isZero();
        assertThat(boards.places()).isZero();
    }

    private ServedBoard<?, ?> served(long epoch) {
        Token token = new Token(new Epoch(epoch), ids.incarnation());
        return new ServedBoard<>(BoardRecord.created(spec, token, Instant.EPOCH), new OrbType());
    }
}
