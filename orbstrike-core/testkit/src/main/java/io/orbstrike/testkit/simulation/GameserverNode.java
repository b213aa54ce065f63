package io.orbstrike.testkit.simulation;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.ClusterOptions;
import io.orbstrike.cluster.Gameserver;
import io.orbstrike.cluster.GameserverOptions;
import io.orbstrike.cluster.link.GameserverLinks;
import io.orbstrike.host.BoardHost;
import io.orbstrike.host.TickLoop;
import io.orbstrike.host.TickRecorder;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.SecureIds;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A process that runs a gameserver. Its tick loop has its turn after each of its events, and when it is due.
 *
 * <p>Confined to the simulation's thread.
 */
final class GameserverNode extends SimulatedNode {

    private final Gameserver gameserver;
    private final TickLoop loop;
    private long wakeNs;
    private boolean isLeaving;
    private @Nullable BoardId stepping;
    private long steppingEpoch;
    private long steppingTick;

    /** Where a gameserver's parts come from. */
    record Parts(
            ClusterOptions cluster,
            GameserverOptions options,
            SplittableRandom random,
            Witness witness,
            Function<SimulatedNode, GameserverLinks> links) {}

    GameserverNode(
            EventQueue queue, int number, double rate, Parts parts, Function<SimulatedNode, ClusterStore> stores) {
        super(queue, "gameserver " + number, number, rate);
        Witness witness = parts.witness();
        CountingType type = new CountingType((ticksBefore, appliedBefore, appliedAfter) -> {
            BoardId board = stepping;
            if (board != null) {
                witness.onStep(
                        incarnation(),
                        new Witness.Step(board, steppingEpoch, steppingTick, ticksBefore, appliedBefore, appliedAfter));
            }
        });
        TickRecorder recorder = (board, epoch, tick, inputs) -> {
            stepping = board;
            steppingEpoch = epoch;
            steppingTick = tick;
        };
        gameserver = Gameserver.builder()
                .store(stores.apply(this))
                .links(parts.links().apply(this))
                .boardType(type)
                .cluster(parts.cluster())
                .options(parts.options())
                .clock(clock())
                .executor(this)
                .ids(SecureIds.from(parts.random()))
                .host(BoardHost.builder().threads(1).clock(clock()).recorder(recorder))
                .build();
        loop = gameserver.host().tickLoops().get(0);
    }

    Gameserver gameserver() {
        return gameserver;
    }

    Incarnation incarnation() {
        return gameserver.incarnation();
    }

    /** Whether it was told to leave. */
    boolean isLeaving() {
        return isLeaving;
    }

    void leave() {
        isLeaving = true;
    }

    /** For people. */
    String state() {
        return this + (isLeaving ? ", leaving" : "") + (isCrashed() ? ", gone" : "") + (isPaused() ? ", paused" : "");
    }

    @Override
    boolean work() {
        long nowNs = clock().nanoTime();
        long idleNs = loop.idleNs(nowNs);
        if (idleNs == 0) {
            return loop.doWork(nowNs) > 0;
        }
        long dueNs = nowNs + idleNs;
        if (wakeNs <= nowNs || dueNs < wakeNs) {
            wakeNs = dueNs;
            wakeAt(dueNs, () -> {});
        }
        return false;
    }
}
