package io.orbstrike.cluster.leader;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.ClusterOptions;
import io.orbstrike.cluster.agent.Agent;
import io.orbstrike.cluster.link.GameserverAddress;
import io.orbstrike.cluster.link.GameserverLinks;
import io.orbstrike.cluster.link.HandOverOutcome;
import io.orbstrike.cluster.orchestrator.KnownGameservers;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import io.orbstrike.store.Unknown;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Has gameservers hand boards over to others: so many at a time for each of them, and so many a second in the cluster.
 *
 * <p>Confined to the agent's thread.
 */
final class Handovers {

    /* wanted -> [waits for its source, its target and the pace] -> record read -> target chosen -> source asked -> done
     *
     * The source does it, by a compare-and-set on its own token, so an order that comes late or twice harms nothing. A board
     * that was moved, or that nobody could take, is left alone for a while unless its gameserver drains: who carries too much
     * gives others away then.
     */

    private static final Logger LOG = System.getLogger(Handovers.class.getName());

    private static final int PER_GAMESERVER_MAX = 4;
    private static final int PER_SECOND_MAX = 20;
    private static final long PACE_NS = 1_000_000_000L / PER_SECOND_MAX;
    private static final Duration CALL_TIME_MAX = Duration.ofSeconds(5);
    private static final Duration LEFT_ALONE = Duration.ofSeconds(60);
    private static final Duration REFUSED_AGAIN = Duration.ofSeconds(3);
    private static final int WAITING_MAX = 100_000;

    private final Agent agent;
    private final BoardStore store;
    private final ClusterOptions options;
    private final OrchestratorCounters counters;
    private final Leadership leadership;
    private final Brake brake;
    private final KnownGameservers gameservers;
    private final HandoverTargets targets;
    private final Predicate<Incarnation> isHeldBack;
    private final Predicate<Incarnation> isOut;
    private final GameserverLinks links;
    private final Map<Incarnation, Queue<BoardId>> waiting = new LinkedHashMap<>();
    private final Map<Incarnation, Integer> inFlight = new HashMap<>();
    private final Set<BoardId> wanted = new HashSet<>();
    private final Map<BoardId, Long> leftAloneNs = new HashMap<>();
    private final Map<BoardId, Long> refusedNs = new HashMap<>();
    private long nextNs;
    private boolean isPaced;

    Handovers(
            LeaderParts parts,
            Brake brake,
            KnownGameservers gameservers,
            Predicate<Incarnation> isHeldBack,
            Predicate<Incarnation> isOut,
            GameserverLinks links) {
        this.agent = parts.agent();
        this.store = parts.store().boards();
        this.options = parts.options();
        this.counters = parts.counters();
        this.leadership = parts.leadership();
        this.brake = brake;
        this.gameservers = gameservers;
        this.targets = new HandoverTargets(parts, gameservers);
        this.isHeldBack = isHeldBack;
        this.isOut = isOut;
        this.links = links;
        this.nextNs = agent.nowNs();
    }

    /** Has a board moved away from its holder, soon; nothing happens if that is wanted already. */
    void want(Incarnation source, BoardId board) {
        Long refused = refusedNs.get(board);
        boolean isRefused = refused != null && agent.nowNs() - refused < REFUSED_AGAIN.toNanos();
        if (!isRefused && wanted.size() < WAITING_MAX && wanted.add(board)) {
            waiting.computeIfAbsent(source, key -> new ArrayDeque<>()).add(board);
            next();
        }
    }

    /** Whether anything waits or is under way for a gameserver. */
    boolean isBusy(Incarnation source) {
        Queue<BoardId> some = waiting.get(source);
        return (some != null && !some.isEmpty()) || inFlight.getOrDefault(source, 0) > 0;
    }

    /** Whether a board was moved, or found nobody to take it, so lately that only a drain may move it. */
    boolean isLeftAlone(BoardId board) {
        Long since = leftAloneNs.get(board);
        return since != null && agent.nowNs() - since < LEFT_ALONE.toNanos();
    }

    private void next() {
        if (isPaced) {
            return;
        }
        for (Map.Entry<Incarnation, Queue<BoardId>> source : waiting.entrySet()) {
            while (!source.getValue().isEmpty() && mayStart(source.getKey())) {
                if (agent.nowNs() - nextNs < 0) {
                    isPaced = true;
                    agent.schedule(Duration.ofNanos(nextNs - agent.nowNs()), () -> {
                        isPaced = false;
                        next();
                    });
                    return;
                }
                nextNs = Math.max(nextNs, agent.nowNs() - PACE_NS) + PACE_NS;
                start(source.getKey(), source.getValue().remove());
            }
        }
        waiting.values().removeIf(Queue::isEmpty);
    }

    private boolean mayStart(Incarnation gameserver) {
        return inFlight.getOrDefault(gameserver, 0) < PER_GAMESERVER_MAX;
    }

    private void start(Incarnation source, BoardId board) {
        inFlight.merge(source, 1, Integer::sum);
        agent.askStore(
                () -> store.get(board, options.leaseTtl()), Unknown::new, outcome -> read(source, board, outcome));
    }

    private void read(Incarnation source, BoardId board, BoardStore.GetOutcome outcome) {
        Lease holder = gameservers.live().get(source);
        boolean mayMove = leadership.leads()
                && !brake.isOn()
                && holder != null
                && outcome instanceof BoardStore.Found found
                && found.board().quarantine().isEmpty()
                && found.board().token().holder().equals(source);
        if (mayMove) {
            move(requireNonNull(holder), (BoardStore.Found) outcome);
        } else {
            done(source, board);
        }
    }

    private void move(Lease source, BoardStore.Found found) {
        BoardId board = found.board().spec().id();
        Optional<Lease> target = target(found, source, isHeldBack);
        if (target.isEmpty() && source.draining()) {
            target = target(found, source, isOut); // it stops soon: one that has just come back is better than none
        }
        if (target.isPresent()) {
            ask(source, target.get(), board, found.board().spec().maxPlayers());
        } else {
            counters.handoversWithoutTarget.increment();
            if (targets.choose(found, source, gameserver -> true).isEmpty()) {
                note(leftAloneNs, board, LEFT_ALONE); // else they are only busy
            }
            done(source.gameserver(), board);
        }
    }

    private Optional<Lease> target(BoardStore.Found found, Lease source, Predicate<Incarnation> isExcluded) {
        return targets.choose(found, source, gameserver -> mayStart(gameserver) && !isExcluded.test(gameserver));
    }

    private void ask(Lease source, Lease target, BoardId board, int places) {
        inFlight.merge(target.gameserver(), 1, Integer::sum);
        targets.give(target.gameserver(), places);
        agent.<HandOverOutcome>askHost(
                () -> links.link(address(source)).handOver(board, address(target), CALL_TIME_MAX),
                outcome -> answered(source, target, board, outcome),
                failure -> answered(source, target, board, HandOverOutcome.Unknown.INSTANCE));
    }

    private void answered(Lease source, Lease target, BoardId board, HandOverOutcome outcome) {
        inFlight.merge(target.gameserver(), -1, Integer::sum);
        if (outcome instanceof HandOverOutcome.HandedOver handedOver) {
            counters.handovers.increment();
            note(leftAloneNs, board, LEFT_ALONE);
            LOG.log(Level.INFO, "board {0} was handed over to {1}", board, handedOver.token());
        } else {
            targets.takeBack(target.gameserver());
            counters.handoversFailed.increment();
            note(refusedNs, board, REFUSED_AGAIN);
            LOG.log(Level.INFO, "board {0} was not handed over: {1}", board, outcome);
        }
        done(source.gameserver(), board);
    }

    private void note(Map<BoardId, Long> times, BoardId board, Duration kept) {
        long nowNs = agent.nowNs();
        times.put(board, nowNs);
        times.values().removeIf(atNs -> nowNs - atNs >= kept.toNanos());
    }

    private void done(Incarnation source, BoardId board) {
        inFlight.merge(source, -1, Integer::sum);
        inFlight.values().removeIf(count -> count == 0);
        wanted.remove(board);
        next();
    }

    private static GameserverAddress address(Lease lease) {
        return new GameserverAddress(lease.gameserver(), lease.address());
    }
}
