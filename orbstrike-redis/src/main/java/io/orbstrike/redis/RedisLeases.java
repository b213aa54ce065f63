package io.orbstrike.redis;

import static java.util.Objects.requireNonNull;

import io.orbstrike.redis.IoLane.Purpose;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Leases in Redis. */
final class RedisLeases implements LeaseStore {

    private static final System.Logger LOG = System.getLogger(RedisClusterStore.class.getName());

    private final RedisIo io;
    private final BoardIndex index;

    RedisLeases(RedisIo io, BoardIndex index) {
        this.io = io;
        this.index = index;
    }

    @Override
    public CompletionStage<LoginOutcome> login(Lease lease, Duration ttl, Duration remaining) {
        requireNonNull(lease, "lease");
        long ttlMs = requirePositiveMs(ttl);
        byte[] encoded = LeaseCodec.encoded(lease);
        return io.write(Purpose.LEASES, remaining, NotApplied::new, Unknown::new, exchange -> {
            Reply reply = exchange.run(RedisCall.run(
                    Script.LOGIN,
                    io.keys().leases(),
                    Reply.ascii(lease.gameserver()),
                    Reply.ascii(ttlMs),
                    encoded,
                    Reply.ascii(KEPT_AFTER_END.toMillis())));
            return reply.isWord("renewed") ? LoggedIn.RENEWED : LoggedIn.TAKEN;
        });
    }

    @Override
    public CompletionStage<EndOutcome> logout(Incarnation gameserver, Duration remaining) {
        return forgotten(gameserver, "logout", remaining);
    }

    @Override
    public CompletionStage<EndOutcome> end(Incarnation gameserver, Duration remaining) {
        requireNonNull(gameserver, "gameserver");
        return io.write(Purpose.LEASES, remaining, NotApplied::new, Unknown::new, exchange -> {
            exchange.run(RedisCall.run(Script.LEASE_END, io.keys().leases(), Reply.ascii(gameserver)));
            return Ended.INSTANCE;
        });
    }

    @Override
    public CompletionStage<EndOutcome> forget(Incarnation gameserver, Duration remaining) {
        return forgotten(gameserver, "forget", remaining);
    }

    private CompletionStage<EndOutcome> forgotten(Incarnation gameserver, String how, Duration remaining) {
        requireNonNull(gameserver, "gameserver");
        return io.write(Purpose.LEASES, remaining, NotApplied::new, Unknown::new, exchange -> {
            Reply reply = exchange.run(RedisCall.run(
                    Script.LEASE_FORGET, io.keys().leases(), Reply.ascii(gameserver), BoardCodec.bytes(how)));
            if (reply.isWord("live")) {
                return StillLive.INSTANCE;
            }
            index.forget(exchange, gameserver);
            return Ended.INSTANCE;
        });
    }

    @Override
    public CompletionStage<ReadOutcome> read(Duration remaining) {
        return io.read(
                Purpose.LEASES,
                remaining,
                Unknown::new,
                exchange -> leases(
                        exchange.run(RedisCall.run(Script.LEASES, io.keys().leases()))));
    }

    private static Leases leases(Reply reply) {
        Instant storeTime = Instant.ofEpochMilli(reply.number(0));
        Map<String, Object> endsAt = pairs(reply.list(2));
        Map<String, Object> early = pairs(reply.list(3));
        List<Lease.Recorded> leases = new ArrayList<>();
        pairs(reply.list(1)).forEach((name, encoded) -> {
            Object end = endsAt.get(name);
            if (end == null) {
                return;
            }
            Instant expiresAt = Instant.ofEpochMilli(Reply.number(end));
            if (expiresAt.plus(KEPT_AFTER_END).isAfter(storeTime)) {
                Optional<Instant> endedEarly =
                        Optional.ofNullable(early.get(name)).map(at -> Instant.ofEpochMilli(Reply.number(at)));
                read(name, encoded).ifPresent(lease -> leases.add(new Lease.Recorded(lease, expiresAt, endedEarly)));
            }
        });
        return new Leases(storeTime, leases);
    }

    /** One gameserver of a build that nobody knows must not hide the others. */
    private static Optional<Lease> read(String name, Object encoded) {
        try {
            return Optional.of(LeaseCodec.decoded(Incarnation.parse(name), Reply.bytes(encoded)));
        } catch (IllegalStateException e) {
            LOG.log(System.Logger.Level.WARNING, "a lease is passed over: {0}", e.getMessage());
            return Optional.empty();
        }
    }

    private static Map<String, Object> pairs(List<?> flat) {
        Map<String, Object> pairs = new HashMap<>();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            pairs.put(Reply.text(flat.get(i)), requireNonNull(flat.get(i + 1), "value"));
        }
        return pairs;
    }

    /** Redis counts in milliseconds: less than one is one. */
    static long requirePositiveMs(Duration ttl) {
        if (ttl.isZero() || ttl.isNegative()) {
            throw new IllegalArgumentException("ttl " + ttl + ": must be above zero");
        }
        return Math.max(1, ttl.toMillis());
    }
}
