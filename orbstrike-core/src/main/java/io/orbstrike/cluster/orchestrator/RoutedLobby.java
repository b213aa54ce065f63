package io.orbstrike.cluster.orchestrator;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.board.PlayerId;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.LobbyUnavailableException;
import io.orbstrike.cluster.agent.Agent;
import io.orbstrike.cluster.agent.Call;
import io.orbstrike.cluster.agent.LobbyCalls;
import io.orbstrike.cluster.link.GameserverLinks;
import io.orbstrike.cluster.routing.Route;
import io.orbstrike.cluster.routing.RouteFailure;
import io.orbstrike.cluster.routing.RouteOutcome;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.BoardSummary;
import io.orbstrike.store.IdempotencyKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The lobby of a whole cluster: each call goes to the gameserver that holds the board, and a creation to one that has room.
 * Lists come from the store.
 *
 * <p>Thread-safe; what is private is confined to the agent's thread.
 */
public final class RoutedLobby implements Lobby {

    /* A gameserver that does not hold the board, or does not answer, is no answer yet: the board is looked for again and the
     * call repeated, some times and never beyond its deadline. That is safe since every call may be repeated with its key.
     */

    private static final int TRIES_MAX = 20;

    private final Agent agent;
    private final LobbyCalls calls;
    private final BoardStore store;
    private final RouteTable routes;
    private final GameserverLinks links;
    private final BoardPlacing placing;
    private final LobbyCounters counters;
    private final Duration retryAfter;

    /**
     * Serves as soon as the agent runs.
     *
     * @param agent of the orchestrator
     * @param calls those that wait
     * @param store where lists are
     * @param routes to boards
     * @param links to gameservers
     * @param placing puts new boards somewhere
     * @param counters what is counted
     * @param retryAfter when to come again after a failure
     */
    public RoutedLobby(
            Agent agent,
            LobbyCalls calls,
            BoardStore store,
            RouteTable routes,
            GameserverLinks links,
            BoardPlacing placing,
            LobbyCounters counters,
            Duration retryAfter) {
        this.agent = agent;
        this.calls = calls;
        this.store = store;
        this.routes = routes;
        this.links = links;
        this.placing = placing;
        this.counters = counters;
        this.retryAfter = retryAfter;
    }

    @Override
    public CompletionStage<CreateOutcome> createBoard(CreateRequest request, Duration remaining) {
        requireNonNull(request, "request");
        Question<CreateOutcome> question =
                new Question<>((lobby, left) -> lobby.createBoard(request, left), RoutedLobby::isElsewhere);
        BoardId board = request.key().boardId();
        return calls.call(
                remaining,
                this::unavailable,
                answer -> {},
                call -> find(
                        board, call, route -> ask(question, call, route, 1), () -> place(request, question, call)));
    }

    /** Nobody has the board; if somebody turns out to have it, he is asked. */
    private void place(CreateRequest request, Question<CreateOutcome> question, Call<CreateOutcome> call) {
        placing.place(
                request,
                call,
                () -> find(
                        request.key().boardId(),
                        call,
                        route -> ask(question, call, route, 1),
                        () -> call.answerUnavailable("the board has just closed")));
    }

    @Override
    public CompletionStage<JoinOutcome> joinBoard(
            BoardId board, IdempotencyKey key, byte[] joinData, Duration remaining) {
        requireNonNull(key, "key");
        requireNonNull(joinData, "joinData");
        Question<JoinOutcome> question =
                new Question<>((lobby, left) -> lobby.joinBoard(board, key, joinData, left), RoutedLobby::isElsewhere);
        return ask(board, remaining, this::unavailable, question, NoSuchBoard.INSTANCE);
    }

    @Override
    public CompletionStage<LeaveOutcome> leaveBoard(BoardId board, PlayerId player, Duration remaining) {
        requireNonNull(player, "player");
        Question<LeaveOutcome> question =
                new Question<>((lobby, left) -> lobby.leaveBoard(board, player, left), RoutedLobby::isElsewhere);
        return ask(board, remaining, this::unavailable, question, NoSuchBoard.INSTANCE);
    }

    @Override
    public CompletionStage<Optional<BoardFacts>> getBoard(BoardId board, Duration remaining) {
        Question<Optional<BoardFacts>> question =
                new Question<>((lobby, left) -> lobby.getBoard(board, left), Optional::isEmpty);
        Function<String, Optional<BoardFacts>> unavailable = reason -> {
            throw failure(reason);
        };
        return ask(board, remaining, unavailable, question, Optional.empty());
    }

    @Override
    public CompletionStage<BoardPage> listBoards(ListQuery query, Duration remaining) {
        try {
            InvalidValueException.requireInRange("page_size", query.pageSize(), 1, BoardStore.PAGE_SIZE_MAX, "boards");
        } catch (InvalidValueException e) {
            return CompletableFuture.failedFuture(e);
        }
        BoardStore.ListQuery asked = new BoardStore.ListQuery(query.pageSize(), query.pageToken(), query.type());
        return calls.call(
                remaining,
                reason -> {
                    throw failure(reason);
                },
                answer -> {},
                call -> agent.askHost(
                        () -> store.list(asked, call.remaining()),
                        outcome -> listed(call, outcome),
                        failure -> fail(call, failure)));
    }

    private static void listed(Call<BoardPage> call, BoardStore.ListOutcome outcome) {
        if (outcome instanceof BoardStore.Page page) {
            List<BoardFacts> boards =
                    page.boards().stream().map(RoutedLobby::facts).toList();
            call.answer(new BoardPage(boards, page.nextCursor()));
        } else {
            call.answerUnavailable("the store did not answer");
        }
    }

    private static BoardFacts facts(BoardSummary board) {
        return new BoardFacts(
                board.id(),
                board.type(),
                board.players(),
                board.maxPlayers(),
                board.tickInterval(),
                board.epoch().value(),
                true,
                board.quarantined());
    }

    /**
     * What a gameserver's lobby is asked.
     *
     * @param asked asks it, within a time
     * @param isElsewhere whether another answer may be found elsewhere or later
     */
    private record Question<T>(
            BiFunction<Lobby, Duration, CompletionStage<T>> asked, Predicate<? super T> isElsewhere) {}

    private <T> CompletionStage<T> ask(
            BoardId board,
            Duration remaining,
            Function<? super String, ? extends T> unavailable,
            Question<T> question,
            T gone) {
        return calls.call(
                remaining,
                unavailable,
                answer -> {},
                call -> find(board, call, route -> ask(question, call, route, 1), () -> call.answer(gone)));
    }

    private <T> void find(BoardId board, Call<T> call, Consumer<Route> found, Runnable gone) {
        agent.askHost(
                () -> routes.find(board, 0, call.remaining()),
                outcome -> take(outcome, call, found, gone),
                failure -> fail(call, failure));
    }

    private static <T> void take(RouteOutcome outcome, Call<T> call, Consumer<Route> found, Runnable gone) {
        if (call.isAnswered()) {
            return;
        }
        if (outcome instanceof Route route) {
            found.accept(route);
        } else if (outcome instanceof RouteOutcome.Unavailable unavailable) {
            call.answerUnavailable(unavailable.reason());
        } else {
            gone.run();
        }
    }

    private <T> void ask(Question<T> question, Call<T> call, Route route, int tries) {
        agent.<T>askHost(
                () -> question.asked().apply(links.link(route.gameserver()).lobby(), call.remaining()),
                answer -> answered(question, call, route, tries, answer),
                failure -> fail(call, failure));
    }

    private <T> void answered(Question<T> question, Call<T> call, Route route, int tries, T answer) {
        if (!question.isElsewhere().test(answer) || tries == TRIES_MAX) {
            call.answer(answer);
            return;
        }
        counters.askedAgain.increment();
        long epochMin = answer instanceof NotHere notHere ? notHere.epochMin() : 0;
        agent.askHost(
                () -> routes.findAfter(route, RouteFailure.NOT_THERE, tries, epochMin, call.remaining()),
                outcome -> take(outcome, call, next -> ask(question, call, next, tries + 1), () -> call.answer(answer)),
                failure -> fail(call, failure));
    }

    private static boolean isElsewhere(Object outcome) {
        return outcome instanceof NotHere || outcome instanceof Unavailable;
    }

    static void fail(Call<?> call, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        call.fail(cause instanceof RuntimeException known ? known : new IllegalStateException(cause));
    }

    private Unavailable unavailable(String reason) {
        return new Unavailable(reason, retryAfter);
    }

    private LobbyUnavailableException failure(String reason) {
        return new LobbyUnavailableException(reason, retryAfter);
    }
}
