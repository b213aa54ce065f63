package io.orbstrike.redis;

import java.util.Locale;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * What an error that Redis answered means for a call. Redis 6.2 puts errors that happen in a script behind words of its
 * own, so a code is looked for in the whole message; no message holds anything that we sent but the script's SHA-1.
 */
enum ErrorReply {
    /** The slot lives elsewhere, from now on. */
    MOVED("MOVED ", Meaning.GO_ELSEWHERE),
    /** The key lives elsewhere already. */
    ASK("ASK ", Meaning.GO_ELSEWHERE),
    NOSCRIPT("NOSCRIPT", Meaning.LOAD_SCRIPT),
    /** The keys of a slot are being moved. */
    TRYAGAIN("TRYAGAIN", Meaning.REFUSED),
    READONLY("READONLY", Meaning.WRONG_NODE),
    CLUSTERDOWN("CLUSTERDOWN", Meaning.WRONG_NODE),
    MASTERDOWN("MASTERDOWN", Meaning.WRONG_NODE),
    LOADING("LOADING", Meaning.REFUSED),
    BUSY("BUSY", Meaning.REFUSED),
    OUT_OF_MEMORY("OOM ", Meaning.REFUSED),
    NO_REPLICAS("NOREPLICAS", Meaning.REFUSED),
    MISCONF("MISCONF", Meaning.REFUSED),
    WRONG_TYPE("WRONGTYPE", Meaning.REFUSED),
    NO_AUTH("NOAUTH", Meaning.NO_ACCESS),
    WRONG_PASS("WRONGPASS", Meaning.NO_ACCESS),
    NO_PERMISSION("NOPERM", Meaning.NO_ACCESS),
    /** Anything else: a script may have been stopped half-way. */
    OTHER("", Meaning.UNCLEAR);

    private static final ErrorReply[] ALL = values();

    private final String code;
    private final Meaning meaning;

    ErrorReply(String code, Meaning meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    static ErrorReply of(JedisDataException error) {
        String message = String.valueOf(error.getMessage());
        for (ErrorReply reply : ALL) {
            boolean redirects = reply.meaning == Meaning.GO_ELSEWHERE;
            if (redirects ? message.startsWith(reply.code) : message.contains(reply.code)) {
                return reply;
            }
        }
        return OTHER;
    }

    Meaning meaning() {
        return meaning;
    }

    String metricTag() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    enum Meaning {
        GO_ELSEWHERE,
        LOAD_SCRIPT,
        /** Not applied, and another node may take it. */
        WRONG_NODE,
        /** Not applied: all our scripts read whatever they write before they write. */
        REFUSED,
        /** Not applied, and the connection is of no use. */
        NO_ACCESS,
        UNCLEAR
    }
}
