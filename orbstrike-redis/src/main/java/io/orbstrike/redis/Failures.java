package io.orbstrike.redis;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import redis.clients.jedis.exceptions.JedisException;

/** What people are told of what Jedis throws. */
final class Failures {

    private Failures() {}

    /** The reason that lies deepest, and what it hindered. Jedis puts no credentials into its messages. */
    static String message(JedisException failure) {
        Throwable deepest = deepest(failure);
        String own = String.valueOf(failure.getMessage());
        String reason = deepest.getMessage() == null
                ? deepest.getClass().getSimpleName()
                : deepest.getClass().getSimpleName() + ": " + deepest.getMessage();
        return deepest == failure ? own : own + " (" + reason + ")";
    }

    /** Whether the other end closed a connection that had been there. */
    static boolean isBroken(JedisException failure) {
        Throwable deepest = deepest(failure);
        return deepest instanceof SocketException
                && !(deepest instanceof ConnectException)
                && !(deepest instanceof NoRouteToHostException);
    }

    private static Throwable deepest(JedisException failure) {
        Throwable deepest = failure;
        for (int depth = 0; depth < 8; depth++) {
            Throwable[] suppressed = deepest.getSuppressed();
            Throwable next = deepest.getCause() != null
                    ? deepest.getCause()
                    : suppressed.length > 0 ? suppressed[suppressed.length - 1] : null;
            if (next == null) {
                break;
            }
            deepest = next;
        }
        return deepest;
    }
}
