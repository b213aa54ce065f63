package io.orbstrike.examples.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orbstrike.board.PlayerId;
import io.orbstrike.store.Absent;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.Closed;
import io.orbstrike.store.Creator;
import io.orbstrike.store.Fenced;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.RequiredLabels;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.SecureIds;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import io.orbstrike.testkit.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is there after the process that wrote it. */
class FileClusterStoreIT {

    private static final Duration REMAINING = Duration.ofSeconds(10);
    private static final Incarnation HOLDER = new Incarnation(1, 2);
    private static final String IN_USE = "used by another process";

    private final ManualClock clock = ManualClock.create();
    private final SecureIds ids = SecureIds.create();
    private final IdempotencyKey key = IdempotencyKey.of(ids.secret());

    @TempDir
    private Path folder = Path.of("");

    @Test
    void shouldHaveABoardAsItWasWhenItIsOpenedAgain() {
        BoardSpec spec = spec().requiring(RequiredLabels.NONE.with("zone", "a"));
        SnapshotStore.Loaded before;
        try (FileClusterStore store = open()) {
            Token token = create(store, spec);
            IdempotencyKey leaver = IdempotencyKey.of(ids.secret());
            answer(store.rosters().join(spec.id(), token, join(leaver, 0), REMAINING));
            answer(store.rosters().join(spec.id(), token, join(IdempotencyKey.of(ids.secret()), 1), REMAINING));
            answer(store.rosters().leave(spec.id(), token, new PlayerId(1), REMAINING));
            answer(store.snapshots().save(List.of(save(spec, token, 7)), REMAINING));
            answer(store.attachments().mark(spec.id(), token, "is looked at", REMAINING));
            before = loaded(store, spec);
        }
        try (FileClusterStore store = open()) {
            SnapshotStore.Loaded after = loaded(store, spec);
            assertThat(after).usingRecursiveComparison().isEqualTo(before);
            assertThat(after.roster().entries()).hasSize(1);
            assertThat(after.board().quarantine()).contains("is looked at");
            AttachmentStore.IndexPage index =
                    (AttachmentStore.IndexPage) answer(store.attachments().index(HOLDER, "", REMAINING));
            assertThat(index.boards()).containsExactly(spec.id());
        }
    }

    @Test
    void shouldStillFenceWhoDoesNotHoldTheBoard() {
        BoardSpec spec = spec();
        Token first;
        try (FileClusterStore store = open()) {
            first = create(store, spec);
        }
        try (FileClusterStore store = open()) {
            Token other = new Token(first.epoch(), new Incarnation(3, 4));
            assertThat(answer(store.snapshots().save(List.of(save(spec, other, 9)), REMAINING)))
                    .containsExactly(new Fenced(first));
        }
    }

    @Test
    void shouldRememberThatABoardHasClosedForADay() {
        BoardSpec spec = spec();
        try (FileClusterStore store = open()) {
            Token token = create(store, spec);
            answer(store.boards().close(spec.id(), token, REMAINING));
        }
        clock.advance(BoardStore.TOMBSTONE_LIFETIME.minusSeconds(1));
        try (FileClusterStore store = open()) {
            assertThat((Object) answer(store.boards().create(spec, HOLDER, REMAINING)))
                    .isInstanceOf(Closed.class);
        }
        clock.advance(BoardStore.TOMBSTONE_LIFETIME.plusSeconds(1));
        try (FileClusterStore store = open()) {
            assertThat((Object) answer(store.boards().get(spec.id(), REMAINING)))
                    .isEqualTo(Absent.INSTANCE);
        }
    }

    @Test
    void shouldNotSayThatSomethingIsKeptThatCannotBeWritten() throws IOException {
        BoardSpec spec = spec();
        try (FileClusterStore store = open()) {
            Token token = create(store, spec);
            Path away = folder.resolveSibling(folder.getFileName() + "-away");
            Files.move(folder, away);
            assertThat((Object) answer(store.rosters().join(spec.id(), token, join(key, 0), REMAINING)))
                    .isInstanceOf(Unknown.class);
            Files.move(away, folder);
            assertThat((Object) answer(store.rosters().join(spec.id(), token, join(key, 0), REMAINING)))
                    .isInstanceOf(RosterStore.AlreadyJoined.class);
        }
        try (FileClusterStore store = open()) {
            assertThat(loaded(store, spec).roster().entries()).hasSize(1);
        }
    }

    @Test
    void shouldBelongToOneProcessAtATime() throws IOException {
        FileClusterStore store = tryOpen();
        assertThatThrownBy(this::tryOpen).isInstanceOf(IOException.class).hasMessageContaining(IN_USE);
        store.close();
        store.close();
        open().close();
    }

    @Test
    void shouldNameTheFileThatIsDamaged() throws IOException {
        BoardSpec spec = spec();
        try (FileClusterStore store = open()) {
            create(store, spec);
        }
        Path file = folder.resolve(spec.id() + ".board");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.getFileName().toString());
    }

    /** The process before lets go of the folder on a thread of its own. */
    private FileClusterStore open() {
        return await().ignoreExceptionsMatching(
                        e -> String.valueOf(e.getMessage()).contains(IN_USE))
                .until(this::tryOpen, store -> true);
    }

    private FileClusterStore tryOpen() throws IOException {
        return FileClusterStore.open(folder, clock);
    }

    private BoardSpec spec() {
        return new BoardSpec(
                key.boardId(),
                "tag",
                new byte[] {1, -1},
                ids.seed(),
                true,
                Duration.ofHours(100),
                new Creator("somebody"),
                4,
                Duration.ofMillis(50));
    }

    private static Token create(FileClusterStore store, BoardSpec spec) {
        BoardStore.Created created = (BoardStore.Created) answer(store.boards().create(spec, HOLDER, REMAINING));
        return created.board().token();
    }

    private static RosterStore.JoinRequest join(IdempotencyKey key, int index) {
        return new RosterStore.JoinRequest(key, index, new byte[] {5, 0}, 0);
    }

    private static SnapshotStore.SaveRequest save(BoardSpec spec, Token token, long tick) {
        SnapshotStore.Snapshot state = new SnapshotStore.Snapshot(tick, 2, 1, new byte[] {1, 2, 3});
        return new SnapshotStore.SaveRequest(spec.id(), token, state, List.of(), Optional.empty());
    }

    private static SnapshotStore.Loaded loaded(FileClusterStore store, BoardSpec spec) {
        return (SnapshotStore.Loaded) answer(store.snapshots().load(spec.id(), REMAINING));
    }

    private static <T> T answer(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
