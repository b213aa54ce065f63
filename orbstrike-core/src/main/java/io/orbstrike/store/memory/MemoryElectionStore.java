package io.orbstrike.store.memory;

import static java.util.Objects.requireNonNull;

import io.orbstrike.store.ElectionStore;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The election of the in-memory store.
 *
 * <p>Thread-safe: one lock for all of it.
 */
final class MemoryElectionStore implements ElectionStore {

    private final StoreCalls calls;
    private final Map<Incarnation, Report> reports = new HashMap<>();
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
    public CompletionStage<ReportOutcome> report(
            Candidate candidate, Set<Incarnation> unreached, Duration ttl, Duration remaining) {
        requireNonNull(candidate, "candidate");
        Ttl.requirePositive(ttl);
        ElectionStore.requireReportable(unreached);
        Set<Incarnation> named = Set.copyOf(unreached);
        return calls.call(
                remaining,
                NotApplied::new,
                now -> reported(candidate.process(), new Report(named, now.plus(ttl)), now));
    }

    private synchronized ReportOutcome reported(Incarnation process, Report report, Instant now) {
        reports.put(process, report);
        reports.values().removeIf(old -> !old.endsAt().isAfter(now));
        return Reported.of(
                reports.size(), reports.values().stream().map(Report::unreached).toList());
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
        reports.remove(candidate.process());
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

    private record Report(Set<Incarnation> unreached, Instant endsAt) {}

    private record Leadership(Candidate leader, long term, Instant endsAt) {

        boolean isOf(Candidate candidate) {
            return leader.process().equals(candidate.process());
        }
    }
}
