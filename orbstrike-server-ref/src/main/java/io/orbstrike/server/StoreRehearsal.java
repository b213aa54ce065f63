package io.orbstrike.server;

import io.orbstrike.board.BoardId;
import io.orbstrike.host.NanoClock;
import io.orbstrike.host.SystemNanoClock;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.Epoch;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.RosterStore.JoinRequest;
import io.orbstrike.store.SecureIds;
import io.orbstrike.store.SnapshotStore.SaveRequest;
import io.orbstrike.store.SnapshotStore.Snapshot;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Calls to the real store about boards that are not there, so that they change nothing, before a process serves: connections
 * are made then and the code is loaded, which else the first players of the first handover would wait for.
 *
 * <p>Confined to the main thread.
 */
final class StoreRehearsal {

    private static final NanoClock CLOCK = SystemNanoClock.INSTANCE;

    /** After so many the time of a call hardly falls any more. */
    private static final int ROUNDS = 60;

    /** As many of a kind at once, so that each of the store's threads gets some. */
    private static final int AT_ONCE = 8;

    private static final Duration CALL_TIME = Duration.ofSeconds(1);
    private static final Snapshot STATE = new Snapshot(0, 0, 1, new byte[2_048]);

    private final ClusterStore store;
    private final SecureIds ids = SecureIds.create();
    private final Token token = new Token(new Epoch(1), ids.incarnation());
    private final Incarnation target = ids.incarnation();

    private StoreRehearsal(ClusterStore store) {
        this.store = store;
    }

    /**
     * Makes the calls, a round after the other; blocks. A round in which the store did not answer is the last one.
     *
     * @param timeMax after which no round is begun; 0 for no rehearsal
     * @param ending ends it, too
     * @return how many rounds were answered
     */
    static int play(ClusterStore store, Duration timeMax, Ending ending) {
        long endNs = CLOCK.nanoTime() + timeMax.toNanos();
        StoreRehearsal rehearsal = new StoreRehearsal(store);
        int rounds = 0;
        while (rounds < ROUNDS && CLOCK.nanoTime() < endNs && rehearsal.isRoundAnswered(ending)) {
            rounds++;
        }
        return rounds;
    }

    private boolean isRoundAnswered(Ending ending) {
        List<CompletionStage<?>> calls = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            IdempotencyKey key = IdempotencyKey.of(ids.secret()); // another each time, since shards are chosen by it
            BoardId board = key.boardId();
            SaveRequest save = new SaveRequest(board, token, STATE, List.of(), Optional.empty());
            calls.add(store.boards().get(board, CALL_TIME));
            calls.add(store.snapshots().load(board, CALL_TIME));
            calls.add(store.rosters().join(board, token, new JoinRequest(key, 0, new byte[0], 0), CALL_TIME));
            calls.add(store.attachments().tokens(List.of(board), CALL_TIME));
            calls.add(store.attachments().attach(board, token, target, CALL_TIME));
            calls.add(store.snapshots().handOver(save, target, CALL_TIME));
            calls.add(store.snapshots().save(List.of(save), CALL_TIME));
        }
        for (CompletionStage<?> call : calls) {
            Object outcome = ending.await(call).orElse(null);
            if (outcome == null || outcome instanceof Unknown || outcome instanceof NotApplied) {
                return false;
            }
        }
        return true;
    }
}
