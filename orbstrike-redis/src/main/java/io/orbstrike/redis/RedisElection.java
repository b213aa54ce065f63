package io.orbstrike.redis;

import static java.util.Objects.requireNonNull;

import io.orbstrike.redis.IoLane.Purpose;
import io.orbstrike.store.ElectionStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** The election in Redis: one hash, whose term outlives every leadership. */
final class RedisElection implements ElectionStore {

    private final RedisIo io;
    private final byte[][] keys;

    RedisElection(RedisIo io) {
        this.io = io;
        this.keys = new byte[][] {io.keys().leader()};
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
    public CompletionStage<ResignOutcome> resign(Candidate candidate, long term, Duration remaining) {
        requireNonNull(candidate, "candidate");
        return io.write(Purpose.LEASES, remaining, NotApplied::new, Unknown::new, exchange -> {
            exchange.run(RedisCall.run(Script.RESIGN, keys, Reply.ascii(candidate.process()), Reply.ascii(term)));
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
