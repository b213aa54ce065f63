package io.orbstrike.examples.cluster;

import static java.util.Objects.requireNonNull;

import io.orbstrike.cluster.Gameserver;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.Orchestrator;
import io.orbstrike.cluster.placement.Candidate;
import io.orbstrike.cluster.placement.Placement;
import io.orbstrike.examples.OwnGame;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.Creator;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.SecureIds;
import io.orbstrike.store.memory.InMemoryClusterStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A placement of one's own: boards go to gameservers of the orchestrator's zone, and elsewhere only when these are busy.
 *
 * <p>Immutable.
 *
 * @param zone the value of the label {@code zone} that is near
 * @param busyPermille from which utilisation on a gameserver gets boards only if all are busy, 0 to 1,000
 */
public record OwnPlacement(String zone, int busyPermille) implements Placement {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public Candidate choose(List<Candidate> candidates) {
        return candidates.stream()
                .min(Comparator.comparing(this::isBusy)
                        .thenComparing(candidate -> !isNear(candidate))
                        .thenComparing(Candidate::boards))
                .orElseThrow();
    }

    private boolean isBusy(Candidate candidate) {
        return candidate.lease().load().utilisationPermille() >= busyPermille;
    }

    private boolean isNear(Candidate candidate) {
        return zone.equals(candidate.lease().labels().get("zone"));
    }

    /**
     * Runs a cluster in this process, one gameserver near and one far, and says where three boards went.
     *
     * @param args unused
     */
    public static void main(String[] args) {
        ClusterStore store = InMemoryClusterStore.create(InstantSource.system());
        Map<Incarnation, Gameserver> gameservers = new HashMap<>();
        Map<Incarnation, String> zones = new HashMap<>();
        for (String zone : List.of("near", "far")) {
            Gameserver gameserver = Gameserver.builder()
                    .store(store)
                    .boardType(new OwnGame())
                    .label("zone", zone)
                    .build();
            gameserver.start();
            gameserver.login("in this process").toCompletableFuture().join();
            gameservers.put(gameserver.incarnation(), gameserver);
            zones.put(gameserver.incarnation(), zone);
        }
        try (Orchestrator orchestrator = Orchestrator.builder()
                .store(store)
                .links(address ->
                        requireNonNull(gameservers.get(address.gameserver())).link())
                .placement(new OwnPlacement("near", 800))
                .build()) {
            orchestrator.start("in this process").toCompletableFuture().join();
            SecureIds ids = SecureIds.create();
            for (int i = 1; i <= 3; i++) {
                IdempotencyKey key = IdempotencyKey.of(ids.secret());
                Lobby.CreateOutcome outcome = orchestrator
                        .lobby()
                        .createBoard(request(key), PATIENCE)
                        .toCompletableFuture()
                        .join();
                gameservers.forEach((incarnation, gameserver) -> gameserver
                        .board(key.boardId())
                        .ifPresent(
                                board -> System.out.println("board " + board.id() + " is " + zones.get(incarnation))));
                if (!(outcome instanceof Lobby.Created)) {
                    System.out.println("board " + key.boardId() + ": " + outcome);
                }
            }
        } finally {
            gameservers.values().forEach(Gameserver::close);
        }
    }

    private static Lobby.CreateRequest request(IdempotencyKey key) {
        OwnGame game = new OwnGame();
        return new Lobby.CreateRequest(
                key, game.name(), game.rulesCodec().encode(2), true, Optional.empty(), new Creator("example"));
    }
}
