package io.orbstrike.testkit.cluster;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.GameserverOptions;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.Lobby.JoinOutcome;
import io.orbstrike.cluster.Lobby.LeaveOutcome;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.RosterEntry;
import io.orbstrike.testkit.board.CounterType;
import io.orbstrike.testkit.store.StoreCall;
import io.orbstrike.testkit.store.StoreFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Players who join, ask again and leave while the store loses and delays what it likes, each run from one seed. What was
 * acknowledged is kept, what was not turns up nowhere twice, and in the end roster and board agree.
 */
class LobbySimulation {

    private static final int SEEDS = 150;
    private static final int STEPS = 250;

    @Test
    void shouldKeepWhatWasAcknowledgedWhateverTheStoreLosesOrDelays() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try (GameserverRig rig = new GameserverRig(GameserverOptions.defaults(), new PatientType())) {
                new Run(rig, seed).play();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static final class Run {

        private final GameserverRig rig;
        private final SplittableRandom random;
        private final BoardId board;
        private final List<IdempotencyKey> keys = new ArrayList<>();
        private final Map<IdempotencyKey, CompletableFuture<JoinOutcome>> joins = new LinkedHashMap<>();
        private final Map<IdempotencyKey, CompletableFuture<LeaveOutcome>> leaves = new LinkedHashMap<>();
        private final Map<IdempotencyKey, Lobby.Joined> acknowledged = new LinkedHashMap<>();
        private final Set<IdempotencyKey> askedToLeave = new LinkedHashSet<>();
        private final Set<IdempotencyKey> left = new LinkedHashSet<>();

        Run(GameserverRig rig, long seed) {
            this.rig = rig;
            this.random = new SplittableRandom(seed);
            this.board = rig.created().id();
        }

        void play() {
            for (int i = 0; i < STEPS; i++) {
                act();
                rig.advance(Duration.ofMillis(random.nextInt(200)));
                listen();
                assertThat(rig.roster(board)).hasSizeLessThanOrEqualTo(GameserverRig.PLACES);
            }
            rig.store().failAll(StoreFault.NONE);
            rig.store().release();
            rig.advance(Duration.ofSeconds(100));
            listen();
            shouldAgree();
        }

        private void act() {
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> join(newKey());
                case 3, 4 -> {
                    if (!keys.isEmpty()) {
                        join(keys.get(random.nextInt(keys.size())));
                    }
                }
                case 5, 6 -> leave();
                case 7, 8 -> {
                    StoreFault[] faults = StoreFault.values();
                    StoreCall[] calls = {StoreCall.JOIN_ROSTER, StoreCall.LEAVE_ROSTER, StoreCall.READ_ROSTER};
                    StoreFault fault = random.nextInt(2) == 0 ? StoreFault.NONE : faults[random.nextInt(faults.length)];
                    rig.store().fail(calls[random.nextInt(calls.length)], fault);
                }
                default -> rig.store().release();
            }
        }

        private IdempotencyKey newKey() {
            IdempotencyKey key = rig.key();
            keys.add(key);
            return key;
        }

        private void join(IdempotencyKey key) {
            if (!joins.containsKey(key)) {
                byte[] name = new CounterType().joinDataCodec().encode("p" + keys.indexOf(key));
                Duration remaining = Duration.ofMillis(100 + random.nextInt(3_000));
                joins.put(
                        key, rig.lobby().joinBoard(board, key, name, remaining).toCompletableFuture());
            }
        }

        private void leave() {
            List<IdempotencyKey> there = new ArrayList<>(acknowledged.keySet());
            if (!there.isEmpty()) {
                IdempotencyKey key = there.get(random.nextInt(there.size()));
                askedToLeave.add(key);
                Duration remaining = Duration.ofMillis(100 + random.nextInt(3_000));
                leaves.put(
                        key,
                        rig.lobby()
                                .leaveBoard(
                                        board,
                                        requireNonNull(acknowledged.get(key)).player(),
                                        remaining)
                                .toCompletableFuture());
            }
        }

        private void listen() {
            Map<IdempotencyKey, CompletableFuture<JoinOutcome>> answered = new LinkedHashMap<>(joins);
            answered.values().removeIf(join -> !join.isDone());
            answered.forEach((key, join) -> {
                joins.remove(key);
                if (join.join() instanceof Lobby.Joined joined) {
                    onJoined(key, joined);
                } else if (join.join() instanceof Lobby.NoSuchBoard) {
                    assertThat(acknowledged.containsKey(key) && !askedToLeave.contains(key))
                            .as("a player who never left is said to be gone")
                            .isFalse();
                }
            });
            leaves.forEach((key, leave) -> {
                if (leave.isDone() && leave.join() instanceof Lobby.Left) {
                    left.add(key);
                }
            });
            leaves.values().removeIf(CompletableFuture::isDone);
        }

        private void onJoined(IdempotencyKey key, Lobby.Joined joined) {
            assertThat(left).as("who has left does not come back").doesNotContain(key);
            Lobby.Joined before = acknowledged.put(key, joined);
            if (before != null) {
                assertThat(joined.player()).as("the same player for a key").isEqualTo(before.player());
                assertThat(joined.index()).as("the same place for a key").isEqualTo(before.index());
            }
        }

        private void shouldAgree() {
            List<RosterEntry> roster = rig.roster(board);
            assertThat(roster).extracting(RosterEntry::key).doesNotHaveDuplicates();
            assertThat(roster).extracting(RosterEntry::index).doesNotHaveDuplicates();
            for (RosterEntry entry : roster) {
                assertThat(rig.answer(rig.hosted(board).indexOf(entry.player())))
                        .as("the place of " + entry.player())
                        .isEqualTo(entry.index());
            }
            assertThat(rig.playersOn(board)).isEqualTo(roster.size());
            acknowledged.forEach((key, joined) -> {
                if (!askedToLeave.contains(key)) {
                    assertThat(roster)
                            .as("acknowledged and kept")
                            .anyMatch(entry -> entry.key().equals(key)
                                    && entry.player().equals(joined.player())
                                    && entry.index() == joined.index());
                }
            });
            assertThat(roster).extracting(RosterEntry::key).doesNotContainAnyElementsOf(left);
        }
    }
}
