package io.orbstrike.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/**
 * How the commands of one call get to Redis and their answers back.
 *
 * <p>Confined to its I/O thread.
 */
final class Exchange {

    /* Commands go in rounds. A round groups what is open by node, writes at most BATCH_MAX at a time and reads the answers.
     * What is answered, or failed, is done; what was redirected, or lacked its script, is open for the next round. Where it
     * goes is asked of the topology anew in each round, so a redirection that the topology learned from counts for all.
     *
     *     not sent (no node, no connection, time over)            -> not applied
     *     sent, connection broke                                  -> unknown; a read goes once more
     *     MOVED, ASK, NOSCRIPT, TRYAGAIN, "late" with time left   -> next round
     *     another refusal                                         -> ErrorReply says which
     *     fewer replicas than asked have it                       -> unknown, or counted where that is set
     */

    private static final int ROUNDS_MAX = 6;
    private static final int BATCH_MAX = 256;
    private static final long NS_PER_MS = 1_000_000L;

    private final Connections connections;
    private final ExchangeRules rules;
    private final PendingCall<?> pending;

    Exchange(Connections connections, ExchangeRules rules, PendingCall<?> pending) {
        this.connections = connections;
        this.rules = rules;
        this.pending = pending;
    }

    Topology topology() {
        return rules.topology();
    }

    /** Runs a script that answers a list. */
    Reply run(RedisCall call) throws CallFailure {
        return Reply.of(answer(call));
    }

    /** Makes one call. */
    @Nullable
    Object answer(RedisCall call) throws CallFailure {
        return answered(answers(List.of(call)).get(0));
    }

    /** What was answered to one of many calls. */
    static @Nullable Object answered(@Nullable Object answer) throws CallFailure {
        if (answer instanceof CallFailure failure) {
            throw failure;
        }
        return answer;
    }

    /** Makes calls, and gives what each was answered or a {@link CallFailure}, in their order. */
    List<@Nullable Object> answers(List<RedisCall> calls) {
        @Nullable Object[] answers = new Object[calls.size()];
        List<OpenCall> open = new ArrayList<>(calls.size());
        for (int i = 0; i < answers.length; i++) {
            open.add(new OpenCall(calls.get(i), i));
        }
        for (int round = 0; round < ROUNDS_MAX && !open.isEmpty(); round++) {
            List<OpenCall> again = new ArrayList<>();
            for (Map.Entry<HostAndPort, List<OpenCall>> ofNode :
                    byNode(open, answers).entrySet()) {
                List<OpenCall> all = ofNode.getValue();
                for (int from = 0; from < all.size(); from += BATCH_MAX) {
                    List<OpenCall> batch = all.subList(from, Math.min(from + BATCH_MAX, all.size()));
                    exchange(ofNode.getKey(), batch, answers, again);
                }
            }
            open = again;
        }
        for (OpenCall left : open) {
            answers[left.index] =
                    CallFailure.notApplied("Redis sent the call from node to node: " + left.trouble, null);
        }
        return Arrays.asList(answers);
    }

    /** Makes calls that change nothing, at one node, whatever the topology says. */
    List<@Nullable Object> answersOf(HostAndPort node, List<CommandArguments> commands) throws CallFailure {
        NodeConnection connection = connections.to(node);
        try {
            return new ArrayList<>(connection.exchange(commands, timeoutMs()));
        } catch (JedisException e) {
            connections.drop(connection);
            throw CallFailure.unknown("Redis at " + node + ": " + Failures.message(e), e);
        }
    }

    private Map<HostAndPort, List<OpenCall>> byNode(List<OpenCall> open, @Nullable Object[] answers) {
        Map<HostAndPort, List<OpenCall>> byNode = new LinkedHashMap<>();
        for (OpenCall call : open) {
            try {
                HostAndPort askAt = call.askAt;
                HostAndPort node = askAt != null ? askAt : rules.topology().masterOf(call.call.key());
                byNode.computeIfAbsent(node, added -> new ArrayList<>()).add(call);
            } catch (CallFailure e) {
                answers[call.index] = e;
            }
        }
        return byNode;
    }

    private void exchange(HostAndPort node, List<OpenCall> batch, @Nullable Object[] answers, List<OpenCall> again) {
        NodeConnection connection;
        try {
            connection = connections.to(node);
            if (timeLeftNs() <= 0 || !pending.beginToSend()) {
                throw CallFailure.notApplied("Redis was not reached in time", null);
            }
        } catch (CallFailure e) {
            batch.forEach(call -> answers[call.index] = e);
            return;
        }
        Batch sent = new Batch(connection, batch);
        List<Object> replies;
        try {
            replies = connection.exchange(sent.commands, timeoutMs() + sent.waitMs());
        } catch (JedisException e) {
            rules.topology().suspect(node);
            connections.drop(connection);
            lost(node, batch, e, answers, again);
            return;
        }
        rules.counters().batches.increment();
        sent.read(replies, answers, again);
    }

    private static void lost(
            HostAndPort node,
            List<OpenCall> batch,
            JedisException cause,
            @Nullable Object[] answers,
            List<OpenCall> again) {
        CallFailure failure = CallFailure.unknown("Redis at " + node + ": " + Failures.message(cause), cause);
        for (OpenCall call : batch) {
            if (call.call.reads() && !call.wasLost) {
                call.wasLost = true;
                call.trouble = String.valueOf(failure.getMessage());
                again.add(call);
            } else {
                answers[call.index] = failure;
            }
        }
    }

    private long timeLeftNs() {
        return pending.deadlineNs() - rules.clock().nanoTime();
    }

    private int timeoutMs() {
        long leftMs = timeLeftNs() / NS_PER_MS + 1;
        return (int) Math.max(1, Math.min(leftMs, rules.timeoutMs()));
    }

    /** A call that has no answer yet. */
    private static final class OpenCall {

        private final RedisCall call;
        private final int index;
        private @Nullable HostAndPort askAt;
        private boolean wasLost;
        private boolean wasLate;
        private String trouble = "";

        OpenCall(RedisCall call, int index) {
            this.call = call;
            this.index = index;
        }
    }

    /** What is written to a connection at once. */
    private final class Batch {

        private final NodeConnection connection;
        private final List<OpenCall> calls;
        private final List<CommandArguments> commands;
        private final Set<Script> loaded = EnumSet.noneOf(Script.class);
        private final boolean asksTime;
        private final boolean waits;
        private final Set<Script> loadedAhead = new LinkedHashSet<>();
        private @Nullable Boolean enough;

        Batch(NodeConnection connection, List<OpenCall> calls) {
            this.connection = connection;
            this.calls = calls;
            this.commands = new ArrayList<>(calls.size() + 3);
            this.asksTime = connection.isClockOld();
            this.waits = rules.waitReplicas() > 0 && calls.stream().anyMatch(call -> call.call.isDurable());
            long storeDeadlineMs = connection.storeDeadlineMs(pending.deadlineNs());
            if (asksTime) {
                commands.add(new CommandArguments(Protocol.Command.TIME));
            }
            if (waits) {
                loadAhead();
            }
            for (OpenCall call : calls) {
                if (call.askAt != null) {
                    commands.add(new CommandArguments(Protocol.Command.ASKING));
                }
                commands.add(call.call.encode(storeDeadlineMs));
            }
            if (waits) {
                addWait();
            }
        }

        /** A call that lacks its script goes twice, and would wait for replicas twice. */
        private void loadAhead() {
            for (OpenCall call : calls) {
                Script script = call.call.script();
                if (script != null && !connection.hasScript(script) && loadedAhead.add(script)) {
                    commands.add(NodeConnection.loading(script));
                }
            }
        }

        /** A call that finds what an earlier one wrote writes nothing itself; the mark makes WAIT wait for both. */
        private void addWait() {
            byte[] mark = rules.keys().waitMark(calls.get(calls.size() - 1).call.key());
            commands.add(new CommandArguments(Protocol.Command.SET)
                    .add(mark)
                    .add("")
                    .add("EX")
                    .add(60));
            commands.add(new CommandArguments(Protocol.Command.WAIT)
                    .add(rules.waitReplicas())
                    .add(rules.waitTimeoutMs()));
        }

        int waitMs() {
            return waits ? rules.waitTimeoutMs() : 0;
        }

        void read(List<Object> replies, @Nullable Object[] answers, List<OpenCall> again) {
            int next = 0;
            if (asksTime) {
                connection.readClock(replies.get(next++));
            }
            for (Script script : loadedAhead) {
                if (!(replies.get(next++) instanceof JedisDataException)) {
                    connection.seeScript(script);
                    rules.counters().scriptLoads.increment();
                }
            }
            for (OpenCall call : calls) {
                if (call.askAt != null) {
                    next++;
                    call.askAt = null;
                }
                Object reply = replies.get(next++);
                if (reply instanceof JedisDataException error) {
                    judge(call, error, answers, again);
                } else if (isLate(reply)) {
                    judgeLate(call, answers, again);
                } else if (waits && call.call.isDurable() && !isEnough(replies)) {
                    answers[call.index] = CallFailure.unknown("fewer replicas than asked have it", null);
                } else {
                    answers[call.index] = reply;
                }
            }
        }

        /** Asked once something was written, so that only this is counted: not, say, a call that lacked its script. */
        private boolean isEnough(List<Object> replies) {
            Boolean known = enough;
            if (known == null) {
                boolean isMarked = !(replies.get(replies.size() - 2) instanceof JedisDataException);
                known = isMarked && rules.isEnough(replies.get(replies.size() - 1));
                enough = known;
            }
            return known;
        }

        private void judge(OpenCall call, JedisDataException error, @Nullable Object[] answers, List<OpenCall> again) {
            ErrorReply reply = ErrorReply.of(error);
            call.trouble = String.valueOf(error.getMessage());
            String message = "Redis at " + connection.node() + ": " + call.trouble;
            switch (reply.meaning()) {
                case GO_ELSEWHERE -> {
                    redirect(call, (JedisRedirectionException) error, reply);
                    again.add(call);
                }
                case LOAD_SCRIPT -> {
                    load(call.call.script());
                    again.add(call);
                }
                case WRONG_NODE -> {
                    rules.topology().suspect(connection.node());
                    answers[call.index] = CallFailure.notApplied(message, error);
                }
                case NO_ACCESS -> {
                    connections.drop(connection);
                    answers[call.index] = CallFailure.notApplied(message, error);
                }
                case REFUSED -> answers[call.index] = CallFailure.notApplied(message, error);
                case UNCLEAR -> answers[call.index] = CallFailure.unknown(message, error);
            }
        }

        private void redirect(OpenCall call, JedisRedirectionException error, ErrorReply reply) {
            rules.counters().redirections.increment();
            HostAndPort told = error.getTargetNode();
            HostAndPort target =
                    told.getHost().isEmpty() ? new HostAndPort(connection.node().getHost(), told.getPort()) : told;
            if (reply == ErrorReply.ASK) {
                call.askAt = target;
            } else {
                rules.topology().moved(call.call.key(), target);
            }
        }

        private void load(@Nullable Script script) {
            try {
                if (script != null && loaded.add(script)) {
                    connection.load(script);
                    rules.counters().scriptLoads.increment();
                }
            } catch (JedisException e) {
                // The next round finds out what is wrong.
            }
        }

        private boolean isLate(Object reply) {
            return reply instanceof List<?> parts
                    && parts.size() == 1
                    && parts.get(0) instanceof byte[] word
                    && Arrays.equals(word, ExchangeRules.LATE);
        }

        /** The node's clock may have been set: it is asked once more if there is time left by ours. */
        private void judgeLate(OpenCall call, @Nullable Object[] answers, List<OpenCall> again) {
            if (!call.wasLate && timeLeftNs() > 0 && connection.isAlive()) {
                call.wasLate = true;
                call.trouble = "it came after its time by Redis's clock";
                again.add(call);
            } else {
                rules.counters().lateCalls.increment();
                answers[call.index] = CallFailure.notApplied("the call reached Redis after its time", null);
            }
        }
    }
}
