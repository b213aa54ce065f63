package io.orbstrike.server;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.Lobby.CreateOutcome;
import io.orbstrike.cluster.Lobby.CreateRequest;
import io.orbstrike.cluster.Lobby.Created;
import io.orbstrike.grpc.ticket.RootSecret;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.orb.OrbType;
import io.orbstrike.server.config.StartException;
import io.orbstrike.store.Creator;
import io.orbstrike.store.IdempotencyKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A board that anybody finds and that lives for ever. Its key is derived from the cluster's secret, so whoever starts with
 * the same secret on the same store finds the same board.
 *
 * <p>Confined to the main thread.
 */
final class PublicBoard {

    private static final Duration CREATE_DEADLINE = Duration.ofSeconds(10);
    private static final String KEY_LABEL = "public board ";
    private static final int KEY_BYTES = 32;

    /** A board that has closed, or is in quarantine, is followed by the next one. */
    private static final int BOARDS_MAX = 16;

    private PublicBoard() {}

    /**
     * Finds or creates it; blocks.
     *
     * @throws StartException if that fails
     */
    static BoardId open(Lobby lobby, RootSecret secret) {
        CreateOutcome outcome = null;
        for (int number = 0; number < BOARDS_MAX; number++) {
            outcome = create(lobby, IdempotencyKey.of(secret.derive(KEY_LABEL + number, KEY_BYTES)));
            if (outcome instanceof Created created) {
                return created.board().id();
            }
            if (!(outcome instanceof Lobby.NoSuchBoard) && !(outcome instanceof Lobby.Quarantined)) {
                break;
            }
        }
        throw new StartException("the public board could not be made: " + outcome);
    }

    private static CreateOutcome create(Lobby lobby, IdempotencyKey key) {
        OrbType orb = new OrbType();
        CreateRequest request = new CreateRequest(
                key,
                orb.name(),
                orb.rulesCodec().encode(OrbRules.DEFAULT),
                true,
                Optional.of(Duration.ZERO),
                new Creator("standalone"));
        try {
            return lobby.createBoard(request, CREATE_DEADLINE)
                    .toCompletableFuture()
                    .get(CREATE_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new StartException("the public board could not be made: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while the public board was made");
        }
    }
}
