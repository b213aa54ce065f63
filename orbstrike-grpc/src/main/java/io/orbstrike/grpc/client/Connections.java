package io.orbstrike.grpc.client;

import io.grpc.ManagedChannel;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The connections that one transport thread drives, each shared by a bounded number of streams. All callbacks of their
 * calls come on that thread.
 *
 * <p>Confined to that thread.
 */
final class Connections {

    private final EventLoop loop;
    private final List<String> targets;
    private final ClientOptions options;
    private final ChannelSource channels;
    private final List<List<Connection>> byTarget;
    private boolean isClosed;

    Connections(EventLoop loop, List<String> targets, ClientOptions options, ChannelSource channels) {
        this.loop = loop;
        this.targets = targets;
        this.options = options;
        this.channels = channels;
        this.byTarget = new ArrayList<>();
        targets.forEach(target -> byTarget.add(new ArrayList<>()));
    }

    EventLoop loop() {
        return loop;
    }

    int targetCount() {
        return targets.size();
    }

    /** A connection with room for one more stream; connecting happens by itself. */
    Connection acquire(int target) {
        List<Connection> present = byTarget.get(target);
        for (Connection connection : present) {
            if (connection.streams < options.streamsPerConnection()) {
                connection.streams++;
                return connection;
            }
        }
        Connection fresh = new Connection(target, channels.open(loop, targets.get(target)));
        fresh.streams = 1;
        present.add(fresh);
        if (isClosed) {
            fresh.channel.shutdownNow();
        }
        return fresh;
    }

    /** Gives a stream's place back; of idle connections one per target is kept. */
    void release(Connection connection) {
        connection.streams--;
        List<Connection> present = byTarget.get(connection.target);
        if (connection.streams == 0 && present.size() > 1) {
            present.remove(connection);
            connection.channel.shutdown();
        }
    }

    /** Drops every connection with its calls. */
    void close() {
        isClosed = true;
        for (List<Connection> present : byTarget) {
            for (Iterator<Connection> it = present.iterator(); it.hasNext(); it.remove()) {
                it.next().channel.shutdownNow();
            }
        }
    }

    /** A connection and how many streams use it. */
    static final class Connection {

        final int target;
        final ManagedChannel channel;
        private int streams;

        Connection(int target, ManagedChannel channel) {
            this.target = target;
            this.channel = channel;
        }
    }
}
