package io.orbstrike.store.memory;

import static java.util.Objects.requireNonNull;

import io.orbstrike.store.ElectionStore;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The election of the in-memory store.
 *
 * <p>Thread-safe: one lock for all of it.
 */
final class MemoryElectionStore implements ElectionStore {

    private final StoreCalls calls;
    private @Nullable Leadership leadership;
    private long lastTerm;

    MemoryElectionStore(StoreCalls calls) {
        this.calls = calls;
    }

    @Override
    public CompletionStage<CampaignOutcome> campaign(Candidate candidate, Duration ttl, Duration remaining) {
        requireNonNull(candidate, "candidate");
        Ttl.requirePositive(ttl);
        return calls.call(remaining, NotApplied::new, now -> campaignAt(candidate, ttl, now));
    }

    private synchronized CampaignOutcome campaignAt(Candidate candidate, Duration ttl, Instant now) {
        Leadership present = at(now);
        if (present != null && !present.isOf(candidate)) {
            return new LedByOther(present.leader(), present.term());
        }
        long term = present != null ? present.term() : Math.max(lastTerm + 1, now.toEpochMilli());
        leadership = new Leadership(candidate, term, now.plus(ttl));
        lastTerm = term;
        return new Elected(term);
    }

    @Override
    public CompletionStage<ResignOutcome> resign(Candidate candidate, long term, Duration remaining) {
        requireNonNull(candidate, "candidate");
        return calls.call(remaining, NotApplied::new, now -> resigned(candidate, term));
    }

    private synchronized ResignOutcome resigned(Candidate candidate, long term) {
        if (leadership != null && leadership.isOf(candidate) && leadership.term() == term) {
            leadership = null;
        }
        return Resigned.INSTANCE;
    }

    @Override
    public CompletionStage<LeaderOutcome> leader(Duration remaining) {
        return calls.call(remaining, Unknown::new, this::leaderAt);
    }

    private synchronized LeaderOutcome leaderAt(Instant now) {
        Leadership present = at(now);
        return present == null ? NoLeader.INSTANCE : new Led(present.leader(), present.term());
    }

    private @Nullable Leadership at(Instant now) {
        return leadership != null && leadership.endsAt().isAfter(now) ? leadership : null;
    }

    private record Leadership(Candidate leader, long term, Instant endsAt) {

        boolean isOf(Candidate candidate) {
            return leader.process().equals(candidate.process());
        }
    }
}
