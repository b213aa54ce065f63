package io.orbstrike.testkit.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.Board;
import io.orbstrike.board.BoardStepper;
import io.orbstrike.board.BoardType;
import io.orbstrike.board.BoardView;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.Codec;
import io.orbstrike.board.FrameKind;
import io.orbstrike.board.TickInputs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The contract of a board type. A game's test extends it and supplies rules, players and inputs; the kit plays at random
 * from fixed seeds, and a failure names rules, seed and tick.
 *
 * <p>Confined to the test's thread.
 *
 * @param <R> the rules
 * @param <J> what a player brings when he joins
 * @param <I> what a player wants
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
public abstract class BoardTypeContract<R, J, I> {

    private static final int SEEDS = 3;
    private static final int PLAYERS_MAX = 24;
    private static final int SECTIONS_MAX = 65_536;
    private static final int VARIATIONS = 60;
    private static final int VIEW_EVERY_TICKS = 17;

    /** For games. */
    protected BoardTypeContract() {}

    /**
     * The game under test.
     *
     * @return the type
     */
    protected abstract BoardType<R, J, I> type();

    /**
     * Rules to play by: the usual ones, and those that switch something on or off.
     *
     * @return at least one
     */
    protected abstract List<R> rules();

    /**
     * Draws what a player brings.
     *
     * @param random the only source of chance
     * @return join data that the board may admit or refuse
     */
    protected abstract J joinData(RandomGenerator random);

    /**
     * Draws what a player wants.
     *
     * @param random the only source of chance
     * @return an input
     */
    protected abstract I input(RandomGenerator random);

    /**
     * How long a random play lasts, if the board does not close before.
     *
     * @return steps; 400 unless the game needs more to reach its phases
     */
    protected int steps() {
        return 400;
    }

    /**
     * The name of a kept {@link Recording} beside the test class. To write one, run the test with the system property
     * {@code orbstrike.recordings} naming a folder.
     *
     * @return the resource's name, or empty if none is kept
     */
    protected Optional<String> recording() {
        return Optional.empty();
    }

    @Test
    void shouldStayWithinItsBounds() {
        assertThat(type().name()).matches("[a-z0-9-]{1,32}");
        assertThat(type().timeouts()).isNotNull();
        forEachPlay((play, where) -> {
            Board<J, I> board = play.play().board();
            int maxPlayers = board.maxPlayers();
            int sections = board.sectionCount();
            Duration tickInterval = board.tickInterval();
            assertThat(maxPlayers).as(where).isBetween(1, 100_000);
            assertThat(sections).as(where).isBetween(1, SECTIONS_MAX);
            assertThat(tickInterval).as(where).isBetween(Duration.ofMillis(1), Duration.ofSeconds(10));
            assertThat(board.newestSnapshotVersion())
                    .as(where)
                    .isEqualTo(type().snapshotVersions().newest());
            playOn(play, tick -> {
                assertThat(board.maxPlayers()).as(where).isEqualTo(maxPlayers);
                assertThat(board.sectionCount()).as(where).isEqualTo(sections);
                assertThat(board.tickInterval()).as(where).isEqualTo(tickInterval);
            });
        });
    }

    @Test
    void shouldGiveTheSameBytesForTheSameRulesSeedAndInputs() {
        forEachPlay((play, where) -> {
            BoardStepper<J, I> twin = restored(play.play().snapshot(), where);
            playOn(play, tick -> {
                twin.step(inputs(play.play().lastInputs()));
                shouldAgree(play.play(), twin, where + ", tick " + tick);
            });
        });
    }

    @Test
    void shouldGoOnIdenticallyFromASnapshotOfAnyTick() {
        forEachPlay((play, where) -> {
            List<BoardStepper<J, I>> twins = new ArrayList<>();
            playOn(play, tick -> {
                twins.forEach(twin -> {
                    twin.step(inputs(play.play().lastInputs()));
                    shouldAgree(play.play(), twin, where + ", tick " + tick);
                });
                if (tick % Math.max(1, steps() / 6) == 1 && !play.play().isClosed()) {
                    twins.add(restored(play.play().snapshot(), where + ", tick " + tick));
                }
            });
        });
    }

    @Test
    void shouldReadAndWriteEverySnapshotVersionThatItNames() {
        forEachPlay((play, where) -> playOn(play, tick -> {
            if (tick % 50 != 7) {
                return;
            }
            for (int version = type().snapshotVersions().oldest();
                    version <= type().snapshotVersions().newest();
                    version++) {
                byte[] snapshot = play.play().snapshot(version);
                ByteWriter again = new ByteWriter();
                restored(snapshot, where).writeSnapshot(version, again);
                assertThat(again.toByteArray())
                        .as("version %d, %s, tick %d", version, where, tick)
                        .isEqualTo(snapshot);
            }
        }));
    }

    @Test
    void shouldReplayEncodedInputs() {
        forEachPlay((play, where) -> playOn(play, tick -> {
            byte[] encoded = play.play().lastInputs();
            ByteWriter again = new ByteWriter();
            inputs(encoded).encode(type(), again);
            assertThat(again.toByteArray())
                    .as("inputs of %s, tick %d", where, tick)
                    .isEqualTo(encoded);
        }));
    }

    @Test
    void shouldReplayItsRecordingToTheSameStates() throws IOException {
        Recording fresh = record();
        Recording.read(new ByteArrayInputStream(fresh.toText().getBytes(StandardCharsets.UTF_8)))
                .shouldReplayOn(type());
        String folder = System.getProperty("orbstrike.recordings", "");
        if (!folder.isEmpty()) {
            Files.writeString(Path.of(folder, recording().orElse(type().name() + ".txt")), fresh.toText());
        } else if (recording().isPresent()) {
            shouldReplayKept(recording().get());
        }
    }

    private void shouldReplayKept(String resource) throws IOException {
        try (InputStream text = getClass().getResourceAsStream(resource)) {
            if (text == null) {
                throw new AssertionError("no resource " + resource + " beside " + getClass() + ": write it by running"
                        + " this test with -Dorbstrike.recordings=FOLDER");
            }
            Recording kept = Recording.read(text);
            assertThat(kept.size()).isPositive();
            kept.shouldReplayOn(type());
        }
    }

    @Test
    void shouldShowItsViewersExactlyWhatItShows() {
        forEachPlay((play, where) -> {
            BoardPlay<J, I> board = play.play();
            List<Following> views = new ArrayList<>();
            views.add(follow(board, -1));
            playOn(play, tick -> {
                views.removeIf(view -> view.player() >= 0 && !board.players().contains(view.player()));
                for (Following view : views) {
                    view.delta(board.board(), tick, board.events());
                    view.shouldKnow(board.board(), where + ", tick " + tick);
                }
                if (tick % VIEW_EVERY_TICKS == 0) {
                    views.get(0).keyframe(board.board(), tick);
                    views.get(0).shouldKnow(board.board(), where + ", keyframe at tick " + tick);
                    board.players().stream().limit(2).forEach(player -> views.add(follow(board, player)));
                }
                if (views.size() > 8) {
                    views.remove(1);
                }
            });
        });
    }

    @Test
    void shouldChangeNothingWhenItIsShownOrAsked() {
        forEachPlay((play, where) -> playOn(play, tick -> {
            BoardPlay<J, I> board = play.play();
            byte[] before = board.snapshot();
            RandomGenerator random = new SplittableRandom(tick);
            board.board().admit(joinData(random), List.of());
            board.board().admit(joinData(random), List.of(joinData(random), joinData(random)));
            Following view = follow(
                    board, board.players().isEmpty() ? -1 : board.players().get(0));
            view.shouldKnow(board.board(), where);
            for (int section = 0; section < board.board().sectionCount(); section++) {
                shouldAppend(board.board(), section, where + ", tick " + tick);
            }
            assertThat(board.snapshot()).as("%s, tick %d", where, tick).isEqualTo(before);
        }));
    }

    @Test
    void shouldNameOnlyIndexesOfPlayers() {
        // BoardPlay checks the indexes of eliminations and events after every step
        forEachPlay((play, where) -> playOn(
                play,
                tick -> assertThat(play.play().players())
                        .as("players, %s, tick %d", where, tick)
                        .allSatisfy(index -> assertThat(index)
                                .isBetween(0, play.play().board().maxPlayers() - 1))));
    }

    @Test
    void shouldFillUpEmptyAndFillUpAgain() {
        for (R rules : rules()) {
            BoardPlay<J, I> play = BoardPlay.create(type(), rules, 1);
            RandomGenerator random = new SplittableRandom(1);
            for (int round = 0; round < 3 && !play.isClosed(); round++) {
                for (int i = 0; i < 2 * Math.min(play.board().maxPlayers(), 200); i++) {
                    play.join(joinData(random));
                }
                play.steps(2);
                restored(play.snapshot(), "full board");
                play.players().forEach(play::leave);
                play.steps(2);
                assertThat(play.players()).isEmpty();
            }
        }
    }

    @Test
    void shouldReadOrRefuseWhateverRulesArrive() {
        for (R rules : rules()) {
            shouldKeep("rules", type().rulesCodec(), rules);
            attack("rules", type().rulesCodec().encode(rules), bytes -> {
                R read = type().rulesCodec().decode(bytes);
                Board<J, I> board = type().create(read, 1);
                assertThat(board.maxPlayers()).isBetween(1, 100_000);
                assertThat(board.sectionCount()).isBetween(1, SECTIONS_MAX);
            });
        }
    }

    @Test
    void shouldReadOrRefuseWhateverJoinDataArrive() {
        RandomGenerator random = new SplittableRandom(1);
        for (int i = 0; i < 20; i++) {
            J joinData = joinData(random);
            shouldKeep("join data", type().joinDataCodec(), joinData);
            attack("join data", type().joinDataCodec().encode(joinData), bytes -> {
                J read = type().joinDataCodec().decode(bytes);
                BoardPlay<J, I> play = BoardPlay.create(type(), rules().get(0), 1);
                play.join(read);
                play.steps(2);
            });
        }
    }

    @Test
    void shouldReadOrRefuseWhateverInputsArrive() {
        RandomGenerator random = new SplittableRandom(1);
        for (int i = 0; i < 20; i++) {
            I input = input(random);
            assertThat(type().kindOf(input)).isNotNull();
            shouldKeep("input", type().inputCodec(), input);
            J joinData = joinData(random);
            attack("input", type().inputCodec().encode(input), bytes -> {
                I read = type().inputCodec().decode(bytes);
                type().kindOf(read);
                BoardPlay<J, I> play = BoardPlay.create(type(), rules().get(0), 1);
                play.join(joinData).ifPresent(index -> play.input(index, read));
                play.steps(2);
            });
        }
    }

    @Test
    void shouldReadOrRefuseWhateverSnapshotsArrive() {
        forEachPlay((play, where) -> {
            playOn(play, tick -> {});
            ByteWriter out = new ByteWriter();
            int version = play.play().board().newestSnapshotVersion();
            play.play().board().writeSnapshot(version, out);
            attack("snapshot", out.toByteArray(), bytes -> type().restore(version, new ByteReader(bytes)));
        });
    }

    @Test
    void shouldReadOrRefuseWhateverFramesArriveAndRecoverWithTheNextKeyframe() {
        forEachPlay((play, where) -> {
            BoardPlay<J, I> board = play.play();
            playOn(play, tick -> {
                if (tick % Math.max(1, steps() / 4) == 0) {
                    attackView(board, where + ", tick " + tick);
                }
            });
        });
    }

    private void attackView(BoardPlay<J, I> play, String where) {
        Board<J, I> board = play.board();
        for (int section = 0; section < Math.min(board.sectionCount(), 4); section++) {
            int id = section;
            attack("keyframe", play.keyframe(section), bytes -> {
                BoardView view = type().view();
                view.onFrameStart(play.tick(), FrameKind.KEYFRAME);
                view.onKeyframe(id, new ByteReader(bytes));
                view.onFrameEnd();
                view.writeKeyframe(id, new ByteWriter());
            });
            ByteWriter delta = new ByteWriter();
            if (board.writeDelta(section, delta)) {
                attack("delta", delta.toByteArray(), bytes -> {
                    Following view = follow(play, -1);
                    try {
                        view.view().onFrameStart(play.tick() + 1, FrameKind.DELTA);
                        view.view().onDelta(id, new ByteReader(bytes));
                        view.view().onFrameEnd();
                    } finally {
                        view.keyframe(board, play.tick());
                        view.shouldKnow(board, "recovered, " + where);
                    }
                });
            }
        }
        play.events()
                .forEach(event -> attack("event", event.event(), bytes -> {
                    Following view = follow(play, event.index());
                    view.view().onFrameStart(play.tick() + 1, FrameKind.DELTA);
                    view.view().onEvent(new ByteReader(bytes));
                }));
    }

    private void attack(String what, byte[] good, Consumer<byte[]> reader) {
        RandomGenerator random = new SplittableRandom(good.length);
        for (byte[] bytes : HostileBytes.variationsOf(good, random, VARIATIONS)) {
            HostileBytes.shouldBeReadOrRefused(what, bytes, reader);
        }
    }

    private static <T> void shouldKeep(String what, Codec<T> codec, T value) {
        byte[] encoded = codec.encode(value);
        assertThat(codec.encode(codec.decode(encoded)))
                .as("%s, written, read and written again", what)
                .isEqualTo(encoded);
    }

    /** Encoders leave what was written before, and write the same again. */
    private static void shouldAppend(Board<?, ?> board, int section, String where) {
        ByteWriter out = new ByteWriter();
        out.writeByte(42);
        board.writeKeyframe(section, out);
        int keyframeEnd = out.size();
        boolean written = board.writeDelta(section, out);
        int deltaEnd = out.size();
        if (!written) {
            assertThat(deltaEnd).as("written though false, %s", where).isEqualTo(keyframeEnd);
        }
        ByteWriter again = new ByteWriter();
        again.writeByte(42);
        board.writeKeyframe(section, again);
        assertThat(board.writeDelta(section, again)).as(where).isEqualTo(written);
        assertThat(again.toByteArray()).as(where).isEqualTo(out.toByteArray());
        assertThat(again.array()[0]).as(where).isEqualTo((byte) 42);
    }

    private Following follow(BoardPlay<J, I> play, int player) {
        Following following = new Following(type().view(), play.board(), player);
        following.keyframe(play.board(), play.tick());
        return following;
    }

    private Recording record() {
        R rules = rules().get(0);
        Recording recording = new Recording(type().rulesCodec().encode(rules), 1);
        RandomPlay<J, I> play = play(rules, 1);
        playOn(play, tick -> recording.add(play.play()));
        return recording;
    }

    private void shouldAgree(BoardPlay<J, I> play, BoardStepper<J, I> twin, String where) {
        ByteWriter snapshot = new ByteWriter();
        twin.writeSnapshot(twin.board().newestSnapshotVersion(), snapshot);
        assertThat(snapshot.toByteArray()).as("snapshot, %s", where).isEqualTo(play.snapshot());
        for (int section = 0; section < play.board().sectionCount(); section++) {
            ByteWriter keyframe = new ByteWriter();
            twin.board().writeKeyframe(section, keyframe);
            assertThat(keyframe.toByteArray()).as("keyframe, %s", where).isEqualTo(play.keyframe(section));
            ByteWriter delta = new ByteWriter();
            ByteWriter twinDelta = new ByteWriter();
            assertThat(twin.board().writeDelta(section, twinDelta))
                    .as("delta, %s", where)
                    .isEqualTo(play.board().writeDelta(section, delta));
            assertThat(twinDelta.toByteArray()).as("delta, %s", where).isEqualTo(delta.toByteArray());
        }
        assertThat(twin.events())
                .as("events, %s", where)
                .usingRecursiveFieldByFieldElementComparator()
                .isEqualTo(play.events());
        assertThat(twin.eliminations())
                .as("eliminations, %s", where)
                .usingRecursiveFieldByFieldElementComparator()
                .isEqualTo(play.eliminations());
        assertThat(twin.result() != null).as("closed, %s", where).isEqualTo(play.isClosed());
    }

    private BoardStepper<J, I> restored(byte[] snapshot, String where) {
        BoardStepper<J, I> stepper = BoardStepper.restore(type(), new ByteReader(snapshot));
        ByteWriter again = new ByteWriter();
        stepper.writeSnapshot(stepper.board().newestSnapshotVersion(), again);
        if (stepper.board().newestSnapshotVersion() == type().snapshotVersions().oldest()) {
            assertThat(again.toByteArray())
                    .as("restored and written again, %s", where)
                    .isEqualTo(snapshot);
        }
        return stepper;
    }

    private TickInputs<J, I> inputs(byte[] encoded) {
        return TickInputs.decode(type(), new ByteReader(encoded));
    }

    private void forEachPlay(BiConsumer<RandomPlay<J, I>, String> check) {
        List<R> all = rules();
        assertThat(all).as("rules to play by").isNotEmpty();
        for (int i = 0; i < all.size(); i++) {
            for (int seed = 1; seed <= SEEDS; seed++) {
                check.accept(play(all.get(i), seed), "rules " + i + ", seed " + seed);
            }
        }
    }

    private RandomPlay<J, I> play(R rules, long seed) {
        return new RandomPlay<>(
                BoardPlay.create(type(), rules, seed),
                new SplittableRandom(seed),
                this::joinData,
                this::input,
                PLAYERS_MAX);
    }

    private void playOn(RandomPlay<J, I> play, Consumer<Long> afterStep) {
        for (int i = 0; i < steps() && !play.play().isClosed(); i++) {
            play.step();
            afterStep.accept(play.play().tick());
        }
    }
}
