package io.orbstrike.testkit.simulation;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.Codec;
import io.orbstrike.board.FrameKind;
import io.orbstrike.board.PlayerId;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.host.Frame;
import io.orbstrike.host.FrameDecoder;
import io.orbstrike.store.Creator;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.SecureIds;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who creates a board, joins it, plays, leaves or is eliminated now and then, and joins again. What was promised to
 * him and is not kept, he tells the witness.
 *
 * <p>Confined to the simulation's thread.
 */
final class CountingClient {

    private static final Duration CALL_TIME = Duration.ofSeconds(6);
    private static final Lobby.Unavailable UNHEARD = new Lobby.Unavailable("nothing was heard", Duration.ofMillis(100));
    private static final Duration UNACKNOWLEDGED_KEPT = Duration.ofSeconds(25);
    private static final int PERCENT = 100;
    private static final Codec<String> JOIN_DATA = new CountingType((before, applied, after) -> {}).joinDataCodec();

    private final SimulatedNode node;
    private final SimulatedCluster cluster;
    private final SplittableRandom random;
    private final SecureIds ids;
    private final IdempotencyKey createKey;
    private final BoardId board;
    private final Wants wants;
    private final boolean isPlayer;
    private IdempotencyKey joinKey;
    private boolean isCreated;
    private boolean isTakenBack;
    private @Nullable Stay stay;
    private @Nullable Stream stream;
    private long streams;
    private long lastFrameNs;
    private long firstAskedNs;
    private boolean isQuarantined;
    private boolean isRestless = true;

    /** A player's time on the board. */
    private final class Stay {

        private final IdempotencyKey key = joinKey;
        private final PlayerId player;
        private final int index;
        private final Wants.Inputs inputs = wants.startStay();
        private final CountingType.View view = new CountingType.View();
        private final FrameDecoder decoder = new FrameDecoder(view);
        private boolean isLeaving;

        Stay(PlayerId player, int index) {
            this.player = player;
            this.index = index;
        }
    }

    /** How somebody behaves: he may leave it at creating his board; else he plays, by events or by levels. */
    enum Manner {
        CREATES,
        COUNTS_EVENTS,
        SETS_LEVELS
    }

    CountingClient(SimulatedNode node, SimulatedCluster cluster, SplittableRandom random, Manner manner) {
        this.node = node;
        this.cluster = cluster;
        this.random = random;
        this.ids = SecureIds.from(random);
        this.createKey = IdempotencyKey.of(ids.secret());
        this.joinKey = IdempotencyKey.of(ids.secret());
        this.board = createKey.boardId();
        this.wants = new Wants(manner == Manner.COUNTS_EVENTS);
        this.isPlayer = manner != Manner.CREATES;
    }

    BoardId board() {
        return board;
    }

    SimulatedNode node() {
        return node;
    }

    /** Whether nobody told him of his board for so long that it was taken back. */
    boolean isTakenBack() {
        return isTakenBack;
    }

    /** Whether he was told that there is his board. */
    boolean isCreated() {
        return isCreated;
    }

    /** Whether he was told that his board is in quarantine. */
    boolean isQuarantined() {
        return isQuarantined;
    }

    /** The player that he was told he is, if he has not left or asked to. */
    Optional<PlayerId> player() {
        return Optional.ofNullable(stay).filter(given -> !given.isLeaving).map(given -> given.player);
    }

    IdempotencyKey joinKey() {
        return joinKey;
    }

    /** Whether he was shown a frame within a time, or does not play. */
    boolean hasSeenWithin(Duration time) {
        return !isPlayer || isTakenBack || (stay != null && cluster.nowNs() - lastFrameNs <= time.toNanos());
    }

    /** Stays where he is from now on. */
    void settleDown() {
        isRestless = false;
    }

    void start() {
        firstAskedNs = cluster.nowNs();
        node.execute(this::create);
        if (isPlayer) {
            actLater();
        }
    }

    private <T> void ask(Function<Lobby, CompletionStage<T>> asked, T unheard, Consumer<T> next) {
        Optional<OrchestratorNode> to = cluster.anyOrchestrator(random);
        if (to.isEmpty()) {
            later(() -> next.accept(unheard));
            return;
        }
        cluster.network()
                .call(
                        node,
                        to.get(),
                        CALL_TIME,
                        unheard,
                        unheard,
                        () -> asked.apply(to.get().orchestrator().lobby()))
                .whenCompleteAsync(
                        (outcome, failure) -> {
                            if (failure != null) {
                                cluster.witness().violated("a call of the lobby failed: " + failure);
                            } else {
                                next.accept(outcome);
                            }
                        },
                        node);
    }

    private void later(Runnable task) {
        node.later(Duration.ofMillis(100 + random.nextInt(300)), task);
    }

    private void create() {
        Lobby.CreateRequest request = new Lobby.CreateRequest(
                createKey, CountingType.NAME, new byte[0], true, Optional.empty(), new Creator("somebody"));
        this.<Lobby.CreateOutcome>ask(lobby -> lobby.createBoard(request, CALL_TIME), UNHEARD, this::created);
    }

    private void created(Lobby.CreateOutcome outcome) {
        if (outcome instanceof Lobby.Created created) {
            isCreated = true;
            firstAskedNs = cluster.nowNs();
            if (!created.board().id().equals(board)) {
                cluster.witness().violated("I3: key of board " + board + " made " + created.board());
            }
            if (isPlayer) {
                join();
            }
        } else if (outcome instanceof Lobby.Quarantined) {
            isQuarantined = true;
            later(this::create);
        } else if (outcome instanceof Lobby.NoSuchBoard && isUnacknowledgedForLong()) {
            isTakenBack = true;
        } else {
            later(this::create);
        }
    }

    private void join() {
        byte[] data = JOIN_DATA.encode("player");
        this.<Lobby.JoinOutcome>ask(lobby -> lobby.joinBoard(board, joinKey, data, CALL_TIME), UNHEARD, this::joined);
    }

    private void joined(Lobby.JoinOutcome outcome) {
        if (outcome instanceof Lobby.Joined joined) {
            isQuarantined = false;
            stay = new Stay(joined.player(), joined.index());
            open();
        } else if (outcome instanceof Lobby.NoSuchBoard) {
            if (isUnacknowledgedForLong()) {
                renewKey(); // what nobody was told of for so long is taken back
            } else {
                cluster.witness().onNoSuchBoard(board, cluster.record(board));
            }
            later(this::join);
        } else {
            isQuarantined = outcome instanceof Lobby.Quarantined;
            later(this::join);
        }
    }

    private boolean isUnacknowledgedForLong() {
        return cluster.nowNs() - firstAskedNs >= UNACKNOWLEDGED_KEPT.toNanos();
    }

    private void open() {
        Stay playing = stay;
        Optional<OrchestratorNode> to = cluster.anyOrchestrator(random);
        if (playing == null) {
            return;
        }
        if (to.isEmpty()) {
            later(this::open);
            return;
        }
        stream = new Stream(playing, to.get());
        requireNonNull(stream).start();
    }

    /** A stream to an orchestrator. */
    final class Stream {

        private final Stay of;
        private final OrchestratorNode to;
        private final Connection connection;
        private final ProxiedPlay far;
        private boolean hasFrame;

        Stream(Stay of, OrchestratorNode to) {
            this.of = of;
            this.to = to;
            this.connection = cluster.network().connect(node, to);
            this.far = new ProxiedPlay(
                    to, connection, this, new PlayRequest(board, of.player, ++streams, of.decoder.epoch()));
        }

        SimulatedNode node() {
            return node;
        }

        void start() {
            connection.onBroken(node, () -> onEnd(PlayEnd.UNAVAILABLE, null));
            connection.send(to, far::open);
        }

        private boolean isOver() {
            return stream != this;
        }

        void onFrame(Incarnation gameserver, Frame frame) {
            if (isOver()) {
                return;
            }
            hasFrame = true;
            lastFrameNs = cluster.nowNs();
            FrameDecoder.Continuity continuity = of.decoder.decode(frame.toByteArray());
            if (continuity != FrameDecoder.Continuity.FOLLOWS) {
                cluster.witness()
                        .violated("I2: board " + board + " shows " + frame.epoch() + "/" + frame.tick() + " after "
                                + of.decoder.epoch() + "/" + of.decoder.tick() + ": " + continuity);
                return;
            }
            cluster.witness().onFrame(gameserver, board, frame.epoch());
            if (frame.kind() != FrameKind.LAST) {
                check(of);
                send();
            }
        }

        private void send() {
            if (hasFrame && !isOver()) {
                ClientMessage message = of.inputs.message(of.decoder);
                connection.send(to, () -> far.onMessage(message));
            }
        }

        void onEnd(PlayEnd end, @Nullable GameserverNode from) {
            if (isOver()) {
                return;
            }
            stream = null;
            connection.close();
            far.node().execute(far::end);
            switch (end) {
                case STAY_ENDED -> stayEnded(of);
                case UNKNOWN_PLAYER -> unknownPlayer(of, from);
                case NO_SUCH_BOARD -> {
                    cluster.witness().onNoSuchBoard(board, cluster.record(board));
                    later(CountingClient.this::open);
                }
                case QUARANTINED -> {
                    isQuarantined = true;
                    later(CountingClient.this::open);
                }
                default -> later(CountingClient.this::open);
            }
        }
    }

    private void check(Stay of) {
        if (of.view.ticks != of.decoder.tick()) {
            cluster.witness()
                    .violated("I8: board " + board + " has counted " + of.view.ticks + " ticks at tick "
                            + of.decoder.tick());
        }
        CountingType.Count shown = of.view.players.get(of.index);
        if (shown == null) {
            if (!of.isLeaving) {
                cluster.witness().violated("I3: player " + of.player + " is shown board " + board + " without himself");
            }
            return;
        }
        String wrong = of.inputs.mismatch(
                shown, of.decoder.acknowledgedInput(), cluster.witness().isWhole(board));
        if (wrong != null) {
            cluster.witness()
                    .violated("ROUTE-4: board " + board + " at " + of.decoder.epoch() + "/" + of.decoder.tick()
                            + ", player " + of.player + ": " + wrong);
        }
    }

    private void stayEnded(Stay ended) {
        if (!ended.isLeaving) {
            cluster.witness().violated("I3: the stay of player " + ended.player + " on board " + board + " has ended");
            return;
        }
        cluster.noteGone(board, ended.key, ended.decoder.epoch(), ended.decoder.tick());
        joinAnew();
    }

    private void joinAnew() {
        stay = null;
        renewKey();
        later(this::join);
    }

    private void renewKey() {
        joinKey = IdempotencyKey.of(ids.secret());
        firstAskedNs = cluster.nowNs();
    }

    /** One who plays the board no more may say so; who holds it may not. */
    private void unknownPlayer(Stay of, @Nullable GameserverNode from) {
        if (of.isLeaving) {
            joinAnew();
            return;
        }
        if (from != null && cluster.isHeldBy(board, from)) {
            cluster.witness()
                    .violated("I3: player " + of.player + " has joined board " + board
                            + ", and its holder does not know him");
        }
        later(this::open);
    }

    private void actLater() {
        node.later(Duration.ofMillis(300 + random.nextInt(1_500)), this::act);
    }

    private void act() {
        actLater();
        Stay playing = stay;
        Stream open = stream;
        if (playing == null || open == null || !open.hasFrame || playing.isLeaving) {
            return;
        }
        int kind = random.nextInt(PERCENT);
        if (kind >= 2) {
            playing.inputs.want(random);
        } else if (!isRestless) {
            return;
        } else if (kind == 1) {
            playing.isLeaving = true;
            playing.inputs.wantOut();
        } else {
            playing.isLeaving = true;
            leave(playing);
        }
        open.send();
    }

    private void leave(Stay leaving) {
        this.<Lobby.LeaveOutcome>ask(lobby -> lobby.leaveBoard(board, leaving.player, CALL_TIME), UNHEARD, outcome -> {
            if (outcome instanceof Lobby.Left) {
                left(leaving);
            } else if (stay == leaving) {
                later(() -> leave(leaving));
            }
        });
    }

    private void left(Stay leaving) {
        cluster.noteLeft(board, leaving.key);
        if (stay == leaving) {
            stream = null;
            joinAnew();
        }
    }
}
