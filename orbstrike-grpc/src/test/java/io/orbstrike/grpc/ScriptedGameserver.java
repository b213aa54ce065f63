package io.orbstrike.grpc;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.cluster.BoardOverview;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.link.GameserverAddress;
import io.orbstrike.cluster.link.GameserverLink;
import io.orbstrike.cluster.link.HandOverOutcome;
import io.orbstrike.cluster.link.ProbeOutcome;
import io.orbstrike.cluster.link.YieldOutcome;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.Token;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A gameserver that answers as a test tells it to, and keeps what it was asked. */
final class ScriptedGameserver implements GameserverLink, Lobby {

    private final List<List<Object>> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<Duration> remaining = Collections.synchronizedList(new ArrayList<>());
    private volatile @Nullable Object answer;

    /** The answer to everything from now on; an exception is what it fails with. */
    void answer(Object outcome) {
        answer = outcome;
    }

    /** The arguments of each call, without the remaining time; arrays as lists of bytes. */
    List<List<Object>> asked() {
        return asked;
    }

    /** How much time was left for each call. */
    List<Duration> remaining() {
        return remaining;
    }

    @Override
    public Lobby lobby() {
        return this;
    }

    @Override
    public CompletionStage<ProbeOutcome> probe(Duration timeLeft) {
        return next(timeLeft);
    }

    @Override
    public CompletionStage<HandOverOutcome> handOver(BoardId board, GameserverAddress target, Duration timeLeft) {
        return next(timeLeft, board, target);
    }

    @Override
    public CompletionStage<YieldOutcome> yieldBoard(BoardId board, Token token, Duration timeLeft) {
        return next(timeLeft, board, token);
    }

    @Override
    public CompletionStage<Optional<List<BoardOverview>>> boards(
            Optional<BoardId> after, int boardsMax, Duration timeLeft) {
        return next(timeLeft, after, boardsMax);
    }

    @Override
    public CompletionStage<Boolean> drain(Duration timeLeft) {
        return next(timeLeft);
    }

    @Override
    public CompletionStage<CreateOutcome> createBoard(CreateRequest request, Duration timeLeft) {
        return next(
                timeLeft,
                request.key(),
                request.type(),
                bytes(request.rules()),
                request.listed(),
                request.lifetime(),
                request.creator(),
                request.requiredLabels());
    }

    @Override
    public CompletionStage<JoinOutcome> joinBoard(
            BoardId board, IdempotencyKey key, byte[] joinData, Duration timeLeft) {
        return next(timeLeft, board, key, bytes(joinData));
    }

    @Override
    public CompletionStage<LeaveOutcome> leaveBoard(BoardId board, PlayerId player, Duration timeLeft) {
        return next(timeLeft, board, player);
    }

    @Override
    public CompletionStage<Optional<BoardFacts>> getBoard(BoardId board, Duration timeLeft) {
        return next(timeLeft, board);
    }

    @Override
    public CompletionStage<BoardPage> listBoards(ListQuery query, Duration timeLeft) {
        return next(timeLeft, query);
    }

    static List<Byte> bytes(byte[] array) {
        List<Byte> list = new ArrayList<>();
        for (byte one : array) {
            list.add(one);
        }
        return list;
    }

    @SuppressWarnings("unchecked") // the test says what fits
    private <T> CompletionStage<T> next(Duration timeLeft, Object... arguments) {
        remaining.add(timeLeft);
        asked.add(List.of(arguments));
        Object told = requireNonNull(answer, "answer");
        return told instanceof RuntimeException failure
                ? CompletableFuture.failedFuture(failure)
                : CompletableFuture.completedFuture((T) told);
    }
}
