package io.orbstrike.redis;

import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;

/**
 * A connection that listens to one channel. One thread reads, another one sends PING now and then: an end that is gone
 * without a word is noticed by the answers that do not come.
 */
final class HintConnection extends Connection {

    HintConnection(HostAndPort node, Dialer dialer) {
        super(dialer.sockets(node), dialer.config());
    }

    /** Subscribes and waits for the confirmation. Blocks. */
    void subscribe(byte[] channel) {
        executeCommand(new CommandArguments(Protocol.Command.SUBSCRIBE).add(channel));
    }

    void sendPing() {
        sendCommand(new CommandArguments(Protocol.Command.PING));
        flush();
    }

    /** The next message's text; null for what is no message. Blocks. */
    @Nullable
    String next() {
        Object received = getUnflushedObject();
        if (received instanceof List<?> parts && parts.size() == 3 && "message".equals(Reply.text(parts.get(0)))) {
            return Reply.text(parts.get(2));
        }
        return null;
    }
}
