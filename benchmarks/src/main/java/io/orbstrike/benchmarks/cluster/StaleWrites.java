package io.orbstrike.benchmarks.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts what is tried, and what is written, under a token that its board does not have any more, by what Redis shows of each
 * script's call and of the commands in it. It looks at the keys of boards, which tokens guard; indexes and lists, which follow
 * them and which nobody trusts, are left out.
 *
 * <p>Thread-safe.
 */
final class StaleWrites {

    /* A line is a call, with the caller's address, or a command of a script, which follows its call:
     * 1795814983.476470 [0 127.0.0.1:53444] "evalsha" "<sha>" "2" "rows:{<board>}:board" … "<epoch>/<holder>" …
     * 1795814983.476481 [0 lua] "HSET" "rows:{<board>}:board" "token" "<epoch>/<holder>" …
     */
    private static final Pattern KEY_OF_BOARD = Pattern.compile("\\{([0-9a-f]{32})\\}:(?:board|roster|keys|gone)\"");
    private static final Pattern TOKEN = Pattern.compile("\"([0-9]+/[0-9a-f]{32})\"");
    private static final Pattern NEW_TOKEN = Pattern.compile(" \"token\" \"([0-9]+/[0-9a-f]{32})\"");
    private static final Pattern OF_SCRIPT = Pattern.compile("^\\S+ \\[\\d+ lua\\] \"([A-Za-z]+)\"");
    private static final Set<String> READS = Set.of(
            "GET",
            "EXISTS",
            "HEXISTS",
            "HGET",
            "HMGET",
            "HGETALL",
            "HLEN",
            "HKEYS",
            "ZSCORE",
            "ZCARD",
            "ZCOUNT",
            "ZRANGEBYSCORE");

    private final Map<String, String> tokens = new HashMap<>();
    private final Map<String, Set<String>> stale = new HashMap<>();
    private boolean isCallStale;
    private long tried;
    private long accepted;

    /** Takes up a line that Redis shows; boards that were made before are not known. */
    synchronized void see(String line) {
        Matcher command = OF_SCRIPT.matcher(line);
        if (command.find()) {
            seeCommand(line, command.group(1));
        } else {
            seeCall(line);
        }
    }

    private void seeCall(String line) {
        isCallStale = false;
        Matcher key = KEY_OF_BOARD.matcher(line);
        Set<String> old = key.find() ? stale.getOrDefault(key.group(1), Set.of()) : Set.of();
        Matcher token = TOKEN.matcher(line);
        while (!old.isEmpty() && token.find() && !isCallStale) {
            isCallStale = old.contains(token.group(1));
        }
        tried += isCallStale ? 1 : 0;
    }

    private void seeCommand(String line, String command) {
        Matcher key = KEY_OF_BOARD.matcher(line);
        if (!key.find() || READS.contains(command)) {
            return;
        }
        accepted += isCallStale ? 1 : 0;
        Matcher token = NEW_TOKEN.matcher(line);
        if (token.find()) {
            String before = tokens.put(key.group(1), token.group(1));
            if (before != null && !before.equals(token.group(1))) {
                stale.computeIfAbsent(key.group(1), board -> new HashSet<>()).add(before);
            }
        }
    }

    /** How many calls came under a token that its board did not have any more. */
    synchronized long tried() {
        return tried;
    }

    /** How many commands that write were run by such calls. */
    synchronized long accepted() {
        return accepted;
    }

    /** How many boards have got another token. */
    synchronized int boardsTakenOver() {
        return stale.size();
    }
}
