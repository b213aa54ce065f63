package io.orbstrike.redis;

import io.orbstrike.host.NanoClock;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A connection to one node, which also knows the node's clock.
 *
 * <p>Confined to its I/O thread, but for {@link #abort()}.
 */
final class NodeConnection {

    /* The node's clock. TIME answered a time that the clock showed after the question was sent and before the answer was
     * received; so at the moment of receipt it shows at least that. A deadline is computed from there, and so is never later
     * than the true one; both clocks' rates may differ by 2 in 1,000, which is taken off. The clock is asked again after
     * MEASURED_FOR_NS, in front of the next commands in the same write.
     */

    private static final long MEASURED_FOR_NS = 5_000_000_000L;
    private static final long DRIFT_DIVISOR = 500;
    private static final long IDLE_NS_MAX = 1_000_000_000L;
    private static final long NS_PER_MS = 1_000_000L;

    private final HostAndPort node;
    private final Connection connection;
    private final NanoClock clock;
    private long storeMs;
    private long measuredNs;
    private long usedNs;
    private final Set<Script> scripts = EnumSet.noneOf(Script.class);
    private int timeoutMs;
    private int lossesSeen;

    private NodeConnection(HostAndPort node, Connection connection, NanoClock clock) {
        this.node = node;
        this.connection = connection;
        this.clock = clock;
        this.timeoutMs = connection.getSoTimeout();
    }

    /**
     * Connects, authenticates and asks for the node's time. Blocks.
     *
     * @throws JedisException if that fails; then nothing is open
     */
    static NodeConnection open(HostAndPort node, Dialer dialer, NanoClock clock) {
        Connection connection = dialer.open(node);
        try {
            NodeConnection opened = new NodeConnection(node, connection, clock);
            opened.readClock(connection.executeCommand(Protocol.Command.TIME));
            return opened;
        } catch (JedisException | IllegalStateException e) {
            connection.close();
            throw e;
        }
    }

    HostAndPort node() {
        return node;
    }

    /** How many losses of connections to the node were known when it was last known to be alive. */
    int lossesSeen() {
        return lossesSeen;
    }

    void seeLosses(int losses) {
        lossesSeen = losses;
    }

    /** Whether nobody has used it for so long that it may have been closed at the other end unnoticed. */
    boolean isIdle() {
        return clock.nanoTime() - usedNs > IDLE_NS_MAX;
    }

    /** Asks for the time, so that a connection that was lost is noticed before a write is entrusted to it. */
    boolean isAlive() {
        try {
            readClock(connection.executeCommand(Protocol.Command.TIME));
            return true;
        } catch (JedisException | IllegalStateException e) {
            return false;
        }
    }

    /** A moment of our clock in the node's clock; never later than it truly is. */
    long storeDeadlineMs(long deadlineNs) {
        long fromThereNs = deadlineNs - measuredNs;
        return storeMs + Math.floorDiv(fromThereNs - Math.abs(fromThereNs) / DRIFT_DIVISOR, NS_PER_MS);
    }

    /** Whether the clock is to be asked again: with the next commands, by a TIME in front of them. */
    boolean isClockOld() {
        return clock.nanoTime() - measuredNs > MEASURED_FOR_NS;
    }

    /**
     * Sends commands in one write and reads their answers; an answer may be a {@code JedisDataException}. Blocks.
     *
     * @throws JedisException if the connection broke: then it is of no use any more
     */
    List<Object> exchange(List<CommandArguments> commands, int newTimeoutMs) {
        if (newTimeoutMs != timeoutMs) {
            connection.setSoTimeout(newTimeoutMs);
            timeoutMs = newTimeoutMs;
        }
        for (CommandArguments command : commands) {
            connection.sendCommand(command);
        }
        List<Object> answers = connection.getMany(commands.size());
        usedNs = clock.nanoTime();
        return answers;
    }

    /** Gives the node a script. Blocks. */
    void load(Script script) {
        connection.executeCommand(loading(script));
        scripts.add(script);
    }

    /** Whether the node was given the script, or had it, over this connection; it may have lost it since. */
    boolean hasScript(Script script) {
        return scripts.contains(script);
    }

    void seeScript(Script script) {
        scripts.add(script);
    }

    static CommandArguments loading(Script script) {
        return new CommandArguments(Protocol.Command.SCRIPT).add("LOAD").add(script.source());
    }

    void readClock(Object time) {
        Reply parts = Reply.of(time);
        usedNs = clock.nanoTime();
        measuredNs = usedNs;
        storeMs = parts.number(0) * 1_000 + parts.number(1) / 1_000;
    }

    void close() {
        try {
            connection.close();
        } catch (JedisException e) {
            // It was broken.
        }
    }

    /** Closes the socket under whoever reads from it. Any thread. */
    void abort() {
        try {
            connection.forceDisconnect();
        } catch (IOException | JedisException e) {
            // It was closed.
        }
    }
}
