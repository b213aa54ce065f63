package io.orbstrike.testkit.store;

import io.orbstrike.store.ElectionStore;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * The calls of the election, with faults.
 *
 * <p>Thread-safe.
 */
record FaultyElection(ElectionStore store, StoreFaults faults) implements ElectionStore {

    @Override
    public CompletionStage<CampaignOutcome> campaign(Candidate candidate, Duration ttl, Duration remaining) {
        return faults.write(
                StoreCall.CAMPAIGN,
                remaining,
                left -> store.campaign(candidate, ttl, left),
                outcome -> outcome,
                outcome -> outcome);
    }

    @Override
    public CompletionStage<ResignOutcome> resign(Candidate candidate, long term, Duration remaining) {
        return faults.write(
                StoreCall.RESIGN,
                remaining,
                left -> store.resign(candidate, term, left),
                outcome -> outcome,
                outcome -> outcome);
    }

    @Override
    public CompletionStage<LeaderOutcome> leader(Duration remaining) {
        return faults.read(StoreCall.READ_LEADER, remaining, left -> store.leader(left), outcome -> outcome);
    }
}
