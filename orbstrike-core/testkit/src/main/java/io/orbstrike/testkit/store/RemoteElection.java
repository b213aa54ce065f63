package io.orbstrike.testkit.store;

import io.orbstrike.store.ElectionStore;
import io.orbstrike.store.Incarnation;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The calls of the election, carried by a transport.
 *
 * <p>Thread-safe.
 */
record RemoteElection(ElectionStore store, StoreTransport transport) implements ElectionStore {

    @Override
    public CompletionStage<CampaignOutcome> campaign(Candidate candidate, Duration ttl, Duration remaining) {
        return transport.write(
                StoreCall.CAMPAIGN,
                remaining,
                left -> store.campaign(candidate, ttl, left),
                outcome -> outcome,
                outcome -> outcome);
    }

    @Override
    public CompletionStage<ReportOutcome> report(
            Candidate candidate, Set<Incarnation> unreached, Duration ttl, Duration remaining) {
        return transport.write(
                StoreCall.REPORT,
                remaining,
                left -> store.report(candidate, unreached, ttl, left),
                outcome -> outcome,
                outcome -> outcome);
    }

    @Override
    public CompletionStage<ResignOutcome> resign(Candidate candidate, long term, Duration remaining) {
        return transport.write(
                StoreCall.RESIGN,
                remaining,
                left -> store.resign(candidate, term, left),
                outcome -> outcome,
                outcome -> outcome);
    }

    @Override
    public CompletionStage<LeaderOutcome> leader(Duration remaining) {
        return transport.read(StoreCall.READ_LEADER, remaining, left -> store.leader(left), outcome -> outcome);
    }
}
