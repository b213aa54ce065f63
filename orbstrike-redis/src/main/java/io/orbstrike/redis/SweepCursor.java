package io.orbstrike.redis;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.store.AttachmentStore.SweepPage;
import io.orbstrike.store.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Where a sweep over all boards stands: a master, and the cursor of its SCAN. If that master is none any more, the sweep
 * begins anew, since a SCAN's cursor means nothing to another server.
 *
 * <p>Immutable.
 *
 * @param node the master, empty for the first
 * @param scan SCAN's cursor
 */
record SweepCursor(String node, String scan) {

    private static final String SCAN_START = "0";
    private static final int KEYS_PER_PAGE = 1_000;
    private static final Pattern FORM = Pattern.compile("(\\S{1,300}) (\\d{1,20})");

    /**
     * Reads a cursor.
     *
     * @throws InvalidValueException if no page can have named it
     */
    static SweepCursor parse(String text) {
        if (text.isEmpty()) {
            return new SweepCursor("", SCAN_START);
        }
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidValueException(
                    "cursor", "of " + text.length() + " characters", "what a page of the sweep named");
        }
        return new SweepCursor(matcher.group(1), matcher.group(2));
    }

    SweepPage page(Exchange exchange, StoreKeys keys) throws CallFailure {
        List<HostAndPort> masters = exchange.topology().masters();
        int number = 0;
        while (number < masters.size() && !masters.get(number).toString().equals(node)) {
            number++;
        }
        boolean goesOn = number < masters.size();
        HostAndPort master = masters.get(goesOn ? number : 0);
        Reply reply = Reply.of(valid(exchange.answersOf(
                        master,
                        List.of(new CommandArguments(Protocol.Command.SCAN)
                                .add(goesOn ? scan : SCAN_START)
                                .add("MATCH")
                                .add(keys.boardPattern())
                                .add("COUNT")
                                .add(KEYS_PER_PAGE)))
                .get(0)));
        Map<BoardId, Token> tokens = tokens(exchange, keys, master, reply.list(1));
        String next = reply.text(0);
        if (!next.equals(SCAN_START)) {
            return new SweepPage(tokens, master + " " + next);
        }
        int following = (goesOn ? number : 0) + 1;
        return new SweepPage(tokens, following < masters.size() ? masters.get(following) + " " + SCAN_START : "");
    }

    private static Map<BoardId, Token> tokens(Exchange exchange, StoreKeys keys, HostAndPort master, List<?> boardKeys)
            throws CallFailure {
        Map<BoardId, Token> tokens = new HashMap<>();
        if (boardKeys.isEmpty()) {
            return tokens;
        }
        List<CommandArguments> commands = new ArrayList<>(boardKeys.size());
        for (Object key : boardKeys) {
            commands.add(new CommandArguments(Protocol.Command.HGET)
                    .add(Reply.bytes(key))
                    .add("token"));
        }
        List<@Nullable Object> answers = exchange.answersOf(master, commands);
        for (int i = 0; i < answers.size(); i++) {
            // A key that moved to another master, or is not of the type that we write, has no token here.
            if (answers.get(i) instanceof byte[] token) {
                tokens.put(keys.boardOf(Reply.bytes(boardKeys.get(i))), Reply.token(Reply.text(token)));
            }
        }
        return tokens;
    }

    private static @Nullable Object valid(@Nullable Object answer) throws CallFailure {
        if (answer instanceof JedisDataException error) {
            throw CallFailure.unknown("Redis cannot be swept: " + error.getMessage(), error);
        }
        return answer;
    }
}
