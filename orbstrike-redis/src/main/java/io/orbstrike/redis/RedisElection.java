package io.orbstrike.redis;

import static java.util.Objects.requireNonNull;

import io.orbstrike.redis.IoLane.Purpose;
import io.orbstrike.store.ElectionStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** The election in Redis: a hash, whose term outlives every leadership, and the reports of the candidates beside it. */
final class RedisElection implements ElectionStore {

    private static final String SEPARATOR = " ";

    private final RedisIo io;
    private final byte[][] keys;
    private final byte[][] keysOfAll;

    RedisElection(RedisIo io) {
        this.io = io;
        this.keys = new byte[][] {io.keys().leader()};
        byte[][] reports = io.keys().reports();
        this.keysOfAll = new byte[][] {keys[0], reports[0], reports[1]};
    }

    @Override
    public CompletionStage<CampaignOutcome> campaign(Candidate candidate, Duration ttl, Duration remaining) {
        requireNonNull(candidate, "candidate");
        long ttlMs = RedisLeases.requirePositiveMs(ttl);
        return io.write(Purpose.LEASES, remaining, NotApplied::new, Unknown::new, exchange -> {
            Reply reply = exchange.run(RedisCall.run(
                    Script.CAMPAIGN,
                    keys,
                    Reply.ascii(candidate.process()),
                    BoardCodec.bytes(candidate.address()),
                    Reply.ascii(ttlMs)));
            return reply.isWord("elected")
                    ? new Elected(reply.number(1))
                    : new LedByOther(leader(reply), reply.number(3));
        });
    }

    @Override
    public CompletionStage<ReportOutcome> report(
            Candidate candidate, Set<Incarnation> unreached, Duration ttl, Duration remaining) {
        requireNonNull(candidate, "candidate");
        long ttlMs = RedisLeases.requirePositiveMs(ttl);
        ElectionStore.requireReportable(unreached);
        String named = unreached.stream().map(Incarnation::toString).collect(Collectors.joining(SEPARATOR));
        return io.write(Purpose.LEASES, remaining, NotApplied::new, Unknown::new, exchange -> {
            Reply reply = exchange.run(RedisCall.run(
                    Script.REPORT,
                    io.keys().reports(),
                    Reply.ascii(candidate.process()),
                    Reply.ascii(ttlMs),
                    BoardCodec.bytes(named)));
            return Reported.of(
                    Math.toIntExact(reply.number(1)),
                    reply.list(2).stream().map(RedisElection::gameservers).toList());
        });
    }

    private static List<Incarnation> gameservers(Object named) {
        return Arrays.stream(Reply.text(named).split(SEPARATOR))
                .map(Incarnation::parse)
                .toList();
    }

    @Override
    public CompletionStage<ResignOutcome> resign(Candidate candidate, long term, Duration remaining) {
        requireNonNull(candidate, "candidate");
        return io.write(Purpose.LEASES, remaining, NotApplied::new, Unknown::new, exchange -> {
            exchange.run(RedisCall.run(Script.RESIGN, keysOfAll, Reply.ascii(candidate.process()), Reply.ascii(term)));
            return Resigned.INSTANCE;
        });
    }

    @Override
    public CompletionStage<LeaderOutcome> leader(Duration remaining) {
        return io.read(Purpose.LEASES, remaining, Unknown::new, exchange -> {
            Reply reply = exchange.run(RedisCall.run(Script.LEADER, keys));
            return reply.isWord("led") ? new Led(leader(reply), reply.number(3)) : NoLeader.INSTANCE;
        });
    }

    private static Candidate leader(Reply reply) {
        return new Candidate(Incarnation.parse(reply.text(1)), reply.text(2));
    }
}
