package io.orbstrike.server.bots;

import io.netty.channel.EventLoop;
import io.orbstrike.grpc.EventLoops;
import io.orbstrike.grpc.client.ClientOptions;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.host.NanoClock;
import io.orbstrike.server.bots.transport.LeanChannels;
import io.orbstrike.server.config.HostPort;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/**
 * One transport thread of the load client, with the players on it, the figures of their streams and the times of their
 * inputs, which come evenly and independently of the frames.
 *
 * <p>Thread-safe where nothing else is said.
 */
final class BotLane implements AutoCloseable {

    private static final long SWEEP_MS = 1;

    private final EventLoops loops = EventLoops.create(1);
    private final EventLoop loop = loops.workers().next();
    private final LaneFigures figures = new LaneFigures();
    private final PriorityQueue<BotPlayer> byNextInput =
            new PriorityQueue<>((a, b) -> Long.signum(a.nextInputNs() - b.nextInputNs()));
    private final OrbstrikeClient client;
    private final NanoClock clock;

    @SuppressWarnings("FutureReturnValueIgnored") // it sweeps until the loop ends
    BotLane(List<HostPort> targets, int streamsPerConnection, NanoClock clock) {
        this.clock = clock;
        OrbstrikeClient.Builder builder = OrbstrikeClient.builder()
                .eventLoops(loops)
                .channels(new LeanChannels(loop, loops.channelType()))
                .options(ClientOptions.builder()
                        .streamsPerConnection(streamsPerConnection)
                        .build());
        targets.forEach(target -> builder.target(target.toString()));
        this.client = builder.build();
        loop.scheduleAtFixedRate(this::sweep, SWEEP_MS, SWEEP_MS, TimeUnit.MILLISECONDS);
    }

    OrbstrikeClient client() {
        return client;
    }

    /** Written on the lane; to be read when the lane is closed. */
    LaneFigures figures() {
        return figures;
    }

    EventLoops loops() {
        return loops;
    }

    /** Runs a task on the lane, or nothing if the lane is closed. */
    void execute(Runnable task) {
        if (!loop.isShuttingDown()) {
            loop.execute(task);
        }
    }

    /** Lets a player send inputs from now on; on the lane. */
    void add(BotPlayer player) {
        byNextInput.add(player);
    }

    private void sweep() {
        long nowNs = clock.nanoTime();
        for (BotPlayer next = byNextInput.peek(); next != null; next = byNextInput.peek()) {
            if (nowNs - next.nextInputNs() < 0) {
                return;
            }
            byNextInput.remove();
            if (next.sendInput(nowNs)) {
                byNextInput.add(next);
            }
        }
    }

    /** Drops all connections and ends the thread; blocks at most some seconds. */
    @Override
    public void close() {
        client.close();
        loops.close();
    }
}
