package io.orbstrike.testkit.simulation;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.cluster.BoardOverview;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.link.GameserverAddress;
import io.orbstrike.cluster.link.GameserverLink;
import io.orbstrike.cluster.link.GameserverLinks;
import io.orbstrike.cluster.link.HandOverOutcome;
import io.orbstrike.cluster.link.ProbeOutcome;
import io.orbstrike.cluster.link.YieldOutcome;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Token;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * The way from one process to gameservers.
 *
 * <p>Confined to the simulation's thread.
 *
 * @param from who asks
 * @param gameservers finds a process by its address, dead or alive
 * @param witness sees the states of boards that are given away
 */
record SimulatedLinks(
        SimulatedNode from,
        Network network,
        Ambush ambush,
        Function<String, GameserverNode> gameservers,
        Witness witness)
        implements GameserverLinks {

    @Override
    public GameserverLink link(GameserverAddress gameserver) {
        return new Link(this, gameserver.gameserver(), gameservers.apply(gameserver.address()));
    }

    private record Link(SimulatedLinks way, Incarnation meant, GameserverNode to) implements GameserverLink, Lobby {

        private static final Unavailable UNREACHED =
                new Unavailable("the gameserver was not reached", Duration.ofMillis(200));

        private <T> CompletionStage<T> call(
                Duration remaining, T unreached, Function<GameserverLink, CompletionStage<T>> asked) {
            return way.network.call(
                    way.from,
                    to,
                    remaining,
                    unreached,
                    unreached,
                    () -> asked.apply(to.gameserver().link()));
        }

        @Override
        public Lobby lobby() {
            return this;
        }

        @Override
        public CompletionStage<CreateOutcome> createBoard(CreateRequest request, Duration remaining) {
            return call(remaining, UNREACHED, link -> link.lobby().createBoard(request, remaining));
        }

        @Override
        public CompletionStage<JoinOutcome> joinBoard(
                BoardId board, IdempotencyKey key, byte[] joinData, Duration remaining) {
            return call(remaining, UNREACHED, link -> link.lobby().joinBoard(board, key, joinData, remaining));
        }

        @Override
        public CompletionStage<LeaveOutcome> leaveBoard(BoardId board, PlayerId player, Duration remaining) {
            return call(remaining, UNREACHED, link -> link.lobby().leaveBoard(board, player, remaining));
        }

        @Override
        public CompletionStage<Optional<BoardFacts>> getBoard(BoardId board, Duration remaining) {
            return call(remaining, Optional.empty(), link -> link.lobby().getBoard(board, remaining));
        }

        @Override
        public CompletionStage<BoardPage> listBoards(ListQuery query, Duration remaining) {
            throw new UnsupportedOperationException("lists come from the store");
        }

        @Override
        public CompletionStage<ProbeOutcome> probe(Duration remaining) {
            return way.network.call(
                    way.from, to, remaining, ProbeOutcome.DEAD, ProbeOutcome.UNKNOWN, () -> probed(remaining));
        }

        private CompletionStage<ProbeOutcome> probed(Duration remaining) {
            return to.incarnation().equals(meant)
                    ? to.gameserver().link().probe(remaining)
                    : CompletableFuture.completedFuture(ProbeOutcome.DEAD);
        }

        @Override
        public CompletionStage<HandOverOutcome> handOver(BoardId board, GameserverAddress target, Duration remaining) {
            return this.<HandOverOutcome>call(remaining, HandOverOutcome.Unknown.INSTANCE, link -> {
                if (way.ambush.strikes(HandoverStep.PREPARE, to)) {
                    return new CompletableFuture<>(); // it was lost just before it came
                }
                return link.handOver(board, target, remaining);
            });
        }

        @Override
        public CompletionStage<Optional<List<BoardOverview>>> boards(
                Optional<BoardId> after, int boardsMax, Duration remaining) {
            return call(remaining, Optional.empty(), link -> link.boards(after, boardsMax, remaining));
        }

        @Override
        public CompletionStage<Boolean> drain(Duration remaining) {
            return call(remaining, false, link -> link.drain(remaining));
        }

        @Override
        public CompletionStage<YieldOutcome> yieldBoard(BoardId board, Token token, Duration remaining) {
            Witness witness = way.witness;
            return this.<YieldOutcome>call(
                            remaining,
                            YieldOutcome.Unknown.INSTANCE,
                            link -> link.yieldBoard(board, token, remaining)
                                    .whenComplete(ifYielded(tick -> witness.onYielded(board, token, tick))))
                    .whenComplete(ifYielded(tick -> witness.onGiven(board, token, tick)));
        }

        private static BiConsumer<YieldOutcome, Throwable> ifYielded(LongConsumer seen) {
            return (outcome, failure) -> {
                if (outcome instanceof YieldOutcome.Yielded yielded) {
                    seen.accept(yielded.snapshot().tick());
                }
            };
        }
    }
}
