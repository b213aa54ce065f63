package io.orbstrike.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.SnapshotStore;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a Redis that has all keys in reach is asked for when a board gets a holder. */
class OneStepIT {

    private static final Pattern SCRIPTS = Pattern.compile("cmdstat_evalsha:calls=(\\d+)");

    private final RedisProcess server = RedisProcess.start();
    private final RedisClusterStore store =
            RedisClusterStore.builder("redis://" + server.hostAndPort()).build();
    private final StoreUser user = new StoreUser(store);
    private final Incarnation target = user.loggedIn();

    @AfterEach
    void close() {
        store.close();
        server.close();
    }

    @Test
    @DisplayName("ATTACH-5: shouldAttachABoardAndWriteBothIndexesWithOneScript")
    void shouldAttachABoardAndWriteBothIndexesWithOneScript() {
        assertOneScript(board -> assertThat(StoreUser.answer(
                        store.attachments().attach(board.spec().id(), board.token(), target, StoreUser.REMAINING)))
                .isInstanceOf(AttachmentStore.Attached.class));
    }

    @Test
    @DisplayName("ATTACH-5: shouldHandABoardOverAndWriteBothIndexesWithOneScript")
    void shouldHandABoardOverAndWriteBothIndexesWithOneScript() {
        assertOneScript(board -> assertThat(StoreUser.answer(store.snapshots()
                        .handOver(StoreUser.saving(board, board.token(), 7), target, StoreUser.REMAINING)))
                .isInstanceOf(SnapshotStore.HandedOver.class));
    }

    @Test
    @DisplayName("ATTACH-5: shouldCreateABoardAndWriteItsIndexWithOneScriptHoweverOften")
    void shouldCreateABoardAndWriteItsIndexWithOneScriptHoweverOften() {
        assertThat(create(unlisted())).isInstanceOf(BoardStore.Created.class); // Redis has the script from now on
        BoardSpec spec = unlisted();
        long before = scripts();
        assertThat(create(spec)).isInstanceOf(BoardStore.Created.class);
        assertThat(scripts() - before).isOne();
        assertThat(index(target)).hasSize(2).contains(spec.id());
        assertThat(create(spec)).isInstanceOf(BoardStore.Existing.class);
        assertThat(scripts() - before).isEqualTo(2);
        assertThat(index(target)).hasSize(2).contains(spec.id());
    }

    private BoardStore.CreateOutcome create(BoardSpec spec) {
        return StoreUser.answer(store.boards().create(spec, target, StoreUser.REMAINING));
    }

    /** One that no list is to be told of. */
    private BoardSpec unlisted() {
        BoardSpec spec = user.spec();
        return new BoardSpec(
                spec.id(),
                spec.type(),
                spec.rules(),
                spec.seed(),
                false,
                spec.lifetime(),
                spec.creator(),
                spec.maxPlayers(),
                spec.tickInterval());
    }

    private void assertOneScript(Consumer<BoardRecord> move) {
        move.accept(user.created()); // Redis has the script from now on
        BoardRecord board = user.created();
        assertThat(index(board.token().holder())).containsExactly(board.spec().id());
        long before = scripts();
        move.accept(board);
        assertThat(scripts() - before).isOne();
        assertThat(index(board.token().holder())).isEmpty();
        assertThat(index(target)).hasSize(2).contains(board.spec().id());
    }

    private List<BoardId> index(Incarnation gameserver) {
        AttachmentStore.IndexOutcome outcome =
                StoreUser.answer(store.attachments().index(gameserver, "", StoreUser.REMAINING));
        assertThat(outcome).isInstanceOf(AttachmentStore.IndexPage.class);
        return ((AttachmentStore.IndexPage) outcome).boards();
    }

    private long scripts() {
        Matcher found = SCRIPTS.matcher(server.info("commandstats"));
        assertThat(found.find()).isTrue();
        return Long.parseLong(found.group(1));
    }
}
