package io.orbstrike.cluster.orchestrator;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.board.SnapshotVersions;
import io.orbstrike.cluster.BoardOverview;
import io.orbstrike.cluster.BoardOverviewPage;
import io.orbstrike.cluster.ClusterOperations;
import io.orbstrike.cluster.LobbyUnavailableException;
import io.orbstrike.cluster.agent.Agent;
import io.orbstrike.cluster.agent.Call;
import io.orbstrike.cluster.agent.LobbyCalls;
import io.orbstrike.cluster.link.GameserverAddress;
import io.orbstrike.cluster.link.GameserverLinks;
import io.orbstrike.cluster.link.HandOverOutcome;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import io.orbstrike.store.RequiredLabels;
import io.orbstrike.store.StoreHints;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * What operators do, by way of the gameservers.
 *
 * <p>Thread-safe; what is private is confined to the agent's thread.
 */
public final class RoutedOperations implements ClusterOperations {

    private static final char AFTER = '/';
    private static final Duration ANSWER_MAX = Duration.ofSeconds(1);

    private final Agent agent;
    private final LobbyCalls calls;
    private final ClusterStore store;
    private final KnownGameservers gameservers;
    private final GameserverLinks links;
    private final Duration retryAfter;

    /**
     * Serves as soon as the agent runs.
     *
     * @param agent of the orchestrator
     * @param calls those that wait
     * @param store the cluster's
     * @param gameservers those that live
     * @param links to them
     * @param retryAfter when to come again after a failure
     */
    public RoutedOperations(
            Agent agent,
            LobbyCalls calls,
            ClusterStore store,
            KnownGameservers gameservers,
            GameserverLinks links,
            Duration retryAfter) {
        this.agent = agent;
        this.calls = calls;
        this.store = store;
        this.gameservers = gameservers;
        this.links = links;
        this.retryAfter = retryAfter;
    }

    @Override
    public CompletionStage<BoardOverviewPage> boards(String cursor, int boardsMax, Duration remaining) {
        Incarnation from;
        Optional<BoardId> after;
        try {
            int slash = cursor.indexOf(AFTER);
            from = Incarnation.parse(cursor.isEmpty() ? "0".repeat(32) : cursor.substring(0, Math.max(0, slash)));
            after = cursor.isEmpty() || slash == cursor.length() - 1
                    ? Optional.empty()
                    : Optional.of(BoardId.parse(cursor.substring(slash + 1)));
        } catch (InvalidValueException e) {
            return CompletableFuture.failedFuture(
                    new InvalidValueException("page_token", e.value(), "what a page named"));
        }
        return this.<BoardOverviewPage>called(remaining, call -> readFrom(from, after, boardsMax, call));
    }

    /* The cursor names a gameserver and its last board of the page before. */
    private void readFrom(Incarnation from, Optional<BoardId> after, int boardsMax, Call<BoardOverviewPage> call) {
        List<Incarnation> order = gameservers.live().keySet().stream()
                .filter(one -> one.toString().compareTo(from.toString()) >= 0)
                .sorted(Comparator.comparing(Incarnation::toString))
                .toList();
        if (order.isEmpty()) {
            call.answer(new BoardOverviewPage(List.of(), ""));
            return;
        }
        Incarnation current = order.get(0);
        String next = order.size() > 1 ? order.get(1).toString() + AFTER : "";
        Optional<BoardId> start = current.equals(from) ? after : Optional.empty();
        GameserverAddress address = requireNonNull(gameservers.address(current));
        // Who stands still is not to take the time of those that answer.
        Duration half = call.remaining().dividedBy(2);
        Duration part = half.compareTo(ANSWER_MAX) < 0 ? half : ANSWER_MAX;
        agent.<Optional<List<BoardOverview>>>askStore(
                () -> links.link(address).boards(start, boardsMax, part), failure -> Optional.empty(), answer -> {
                    List<BoardOverview> boards = answer.orElse(List.of());
                    boolean isLast = boards.size() < boardsMax;
                    BoardOverview last = boards.isEmpty() ? null : boards.get(boards.size() - 1);
                    call.answer(new BoardOverviewPage(
                            boards, isLast || last == null ? next : current.toString() + AFTER + last.id()));
                });
    }

    @Override
    public CompletionStage<Outcome> drain(Incarnation gameserver, Duration remaining) {
        return this.<Outcome>called(remaining, call -> {
            GameserverAddress address = gameservers.address(gameserver);
            if (address == null) {
                call.answer(NoSuchGameserver.INSTANCE);
                return;
            }
            agent.<Boolean>askStore(() -> links.link(address).drain(call.remaining()), failure -> false, isDraining -> {
                if (isDraining) {
                    call.answer(Draining.INSTANCE);
                } else {
                    call.answerUnavailable("the gameserver did not answer");
                }
            });
        });
    }

    @Override
    public CompletionStage<Outcome> move(BoardId board, Incarnation target, Duration remaining) {
        return this.<Outcome>called(remaining, call -> read(board, call, found -> move(found, target, call)));
    }

    private void move(BoardStore.Found found, Incarnation target, Call<Outcome> call) {
        BoardRecord record = found.board();
        Lease lease = gameservers.live().get(target);
        GameserverAddress from = gameservers.address(record.token().holder());
        if (lease == null) {
            call.answer(NoSuchGameserver.INSTANCE);
        } else if (record.token().holder().equals(target)) {
            call.answer(new Moved(record.token()));
        } else if (from == null) {
            call.answer(new Refused("the gameserver that has the board does not live: it is moved without being told"));
        } else if (!record.spec().requiredLabels().areAmong(lease.labels())) {
            RequiredLabels missing = record.spec().requiredLabels().missingFrom(lease.labels());
            call.answer(new Refused("the gameserver lacks what the board requires: " + missing));
        } else if (!canTake(lease, found)) {
            call.answer(new Refused("the gameserver drains, is full, or has no type that reads the board"));
        } else {
            GameserverAddress to = new GameserverAddress(target, lease.address());
            agent.<HandOverOutcome>askStore(
                    () -> links.link(from).handOver(record.spec().id(), to, call.remaining()),
                    failure -> HandOverOutcome.Unknown.INSTANCE,
                    outcome -> moved(call, outcome));
        }
    }

    private static boolean canTake(Lease target, BoardStore.Found found) {
        SnapshotVersions versions = target.types().get(found.board().spec().type());
        return !target.draining()
                && versions != null
                && (found.snapshotVersion().isEmpty()
                        || versions.contains(found.snapshotVersion().getAsInt()))
                && target.load().boards() < target.capacity().boards();
    }

    private static void moved(Call<Outcome> call, HandOverOutcome outcome) {
        if (outcome instanceof HandOverOutcome.HandedOver handedOver) {
            call.answer(new Moved(handedOver.token()));
        } else if (outcome instanceof HandOverOutcome.Refused refused) {
            call.answer(new Refused(refused.reason()));
        } else if (outcome instanceof HandOverOutcome.NotHere) {
            call.answerUnavailable("the board is being moved");
        } else {
            call.answerUnavailable("it is not known whether the board was moved");
        }
    }

    @Override
    public CompletionStage<Outcome> release(BoardId board, Duration remaining) {
        return this.<Outcome>called(remaining, call -> read(board, call, found -> release(found.board(), call)));
    }

    /* The holder learns of it by the attach, as of any other: it drops what it kept and adopts the board anew. */
    private void release(BoardRecord record, Call<Outcome> call) {
        if (record.quarantine().isEmpty()) {
            call.answer(new Refused("the board is not in quarantine"));
            return;
        }
        BoardId board = record.spec().id();
        Incarnation holder = record.token().holder();
        agent.<AttachmentStore.AttachOutcome>askStore(
                () -> store.attachments()
                        .attach(board, record.token(), holder, AttachmentStore.AttachReason.RELEASED, call.remaining()),
                Unknown::new,
                outcome -> {
                    if (outcome instanceof AttachmentStore.Attached attached) {
                        store.hints().publish(new StoreHints.Attached(board, attached.token()));
                        call.answer(new Moved(attached.token()));
                    } else {
                        call.answerUnavailable("it is not known whether the board was released: " + outcome);
                    }
                });
    }

    private void read(BoardId board, Call<Outcome> call, Consumer<BoardStore.Found> found) {
        agent.<BoardStore.GetOutcome>askStore(
                () -> store.boards().get(board, call.remaining()), Unknown::new, outcome -> {
                    if (outcome instanceof BoardStore.Found there) {
                        found.accept(there);
                    } else if (outcome instanceof Unknown) {
                        call.answerUnavailable("the store did not answer");
                    } else {
                        call.answer(NoSuchBoard.INSTANCE);
                    }
                });
    }

    private <T> CompletionStage<T> called(Duration remaining, Consumer<Call<T>> work) {
        return calls.call(
                remaining,
                reason -> {
                    throw new LobbyUnavailableException(reason, retryAfter);
                },
                answer -> {},
                work);
    }
}
