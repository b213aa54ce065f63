package io.orbstrike.redis;

import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.commands.ProtocolCommand;

/**
 * One command to Redis, or one run of a script. All its keys have one slot.
 *
 * <p>Immutable; the arrays are not to be changed by anybody.
 */
final class RedisCall {

    private final ProtocolCommand command;
    private final @Nullable Script script;
    private final byte[][] keys;
    private final byte[][] arguments;

    private RedisCall(ProtocolCommand command, @Nullable Script script, byte[][] keys, byte[][] arguments) {
        this.command = command;
        this.script = script;
        this.keys = keys;
        this.arguments = arguments;
    }

    /** A run of a script. Where it takes a deadline, that is put in front of the arguments when it is sent. */
    static RedisCall run(Script script, byte[][] keys, byte[]... arguments) {
        return new RedisCall(Protocol.Command.EVALSHA, script, keys, arguments);
    }

    /** A run of a script whose arguments were gathered. */
    static RedisCall run(Script script, byte[][] keys, List<byte[]> arguments) {
        return run(script, keys, arguments.toArray(new byte[0][]));
    }

    /** A command that changes nothing. */
    static RedisCall read(ProtocolCommand command, byte[] key, byte[]... arguments) {
        return new RedisCall(command, null, new byte[][] {key}, arguments);
    }

    @Nullable
    Script script() {
        return script;
    }

    /** The key that tells where the call goes. */
    byte[] key() {
        return keys[0];
    }

    boolean reads() {
        return script == null || script.reads();
    }

    boolean takesDeadline() {
        return script != null && script.takesDeadline();
    }

    boolean isDurable() {
        return script != null && script.isDurable();
    }

    CommandArguments encode(long storeDeadlineMs) {
        CommandArguments encoded = new CommandArguments(command);
        if (script != null) {
            encoded.add(script.sha()).add(keys.length);
        }
        for (byte[] key : keys) {
            encoded.add(key);
        }
        if (takesDeadline()) {
            encoded.add(storeDeadlineMs);
        }
        for (byte[] argument : arguments) {
            encoded.add(argument);
        }
        return encoded;
    }

    @Override
    public String toString() {
        return script == null ? String.valueOf(command) : script.name();
    }
}
