package io.orbstrike.testkit.simulation;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.link.GameserverLink;
import io.orbstrike.cluster.link.GameserverLinks;
import io.orbstrike.cluster.link.ProbeOutcome;
import io.orbstrike.cluster.link.YieldOutcome;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.ClusterStore;
import io.orbstrike.store.ElectionStore;
import io.orbstrike.store.Fenced;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import io.orbstrike.store.LeaseStore;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Token;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Clusters with a mistake in each, which the simulator has to find. */
enum PlantedMistakes implements Wiring {

    /** The store does not look at the token of a save. */
    NO_EPOCH_CHECK {
        @Override
        public ClusterStore behind(ClusterStore store) {
            return snapshots(store, "save", (call, arguments) -> {
                List<?> saves = (List<?>) arguments[0];
                List<?> outcomes = (List<?>) answered(call.with(arguments));
                List<Object> forced = new ArrayList<>();
                for (int i = 0; i < saves.size(); i++) {
                    forced.add(
                            outcomes.get(i) instanceof Fenced fenced
                                    ? forced(call, (SnapshotStore.SaveRequest) saves.get(i), fenced.holder(), arguments)
                                    : outcomes.get(i));
                }
                return CompletableFuture.completedStage(forced);
            });
        }

        private Object forced(Intercepted.Call call, SnapshotStore.SaveRequest save, Token holder, Object[] arguments) {
            SnapshotStore.SaveRequest asHolder = new SnapshotStore.SaveRequest(
                    save.board(), holder, save.snapshot(), save.leaving(), save.listing());
            return ((List<?>) answered(call.with(List.of(asHolder), arguments[1]))).get(0);
        }
    },

    /** Who has lost his lease and takes it again is somebody else. */
    INCARNATION_REDRAWN {
        @Override
        public ClusterStore gameserverStore(ClusterStore store) {
            AtomicInteger taken = new AtomicInteger();
            return leases(store, "login", (call, arguments) -> {
                Lease lease = (Lease) arguments[0];
                Incarnation drawn = lease.gameserver();
                Incarnation now = taken.get() < 2 ? drawn : new Incarnation(drawn.high() + taken.get(), drawn.low());
                Object stage = call.with(withIncarnation(lease, now), arguments[1], arguments[2]);
                return ((CompletionStage<?>) stage).thenApply(outcome -> {
                    if (outcome == LeaseStore.LoggedIn.TAKEN) {
                        taken.incrementAndGet();
                    }
                    return outcome;
                });
            });
        }
    },

    /** Who was eliminated is not taken off the roster with the save that has it. */
    ELIMINATED_STAYS_ON_ROSTER {
        @Override
        public ClusterStore behind(ClusterStore store) {
            return snapshots(store, "save", (call, arguments) -> {
                List<SnapshotStore.SaveRequest> kept = new ArrayList<>();
                for (Object each : (List<?>) arguments[0]) {
                    SnapshotStore.SaveRequest save = (SnapshotStore.SaveRequest) each;
                    kept.add(new SnapshotStore.SaveRequest(
                            save.board(), save.token(), save.snapshot(), List.of(), save.listing()));
                }
                return call.with(kept, arguments[1]);
            });
        }
    },

    /** A handover of which nothing is known is taken for one that was not made, and the source goes on. */
    HANDOVER_RESUMES_ON_UNKNOWN {
        @Override
        public ClusterStore gameserverStore(ClusterStore store) {
            return snapshots(
                    store,
                    "handOver",
                    replaced(
                            outcome -> outcome instanceof Unknown unknown ? new NotApplied(unknown.cause()) : outcome));
        }
    },

    /** A leave of which nothing is known is taken for one that was written. */
    UNKNOWN_LEAVE_READ_AS_YES {
        @Override
        public ClusterStore gameserverStore(ClusterStore store) {
            RosterStore rosters = Intercepted.of(
                    RosterStore.class,
                    store.rosters(),
                    "leave",
                    replaced(outcome -> outcome instanceof Unknown ? RosterStore.NotOnRoster.INSTANCE : outcome));
            return Intercepted.of(ClusterStore.class, store, "rosters", (call, arguments) -> rosters);
        }
    },

    /** A lease is trusted for longer than it holds, as if it were counted from its answer. */
    LEASE_TRUSTED_TOO_LONG {
        @Override
        public ClusterStore gameserverStore(ClusterStore store) {
            return leases(store, "login", (call, arguments) -> {
                Duration ttl = (Duration) arguments[1];
                return call.with(arguments[0], ttl.multipliedBy(3).dividedBy(4), arguments[2]);
            });
        }
    },

    /** The index is written after the attachment, and that is lost. */
    INDEX_AFTER_ATTACHMENT {
        @Override
        public ClusterStore behind(ClusterStore store) {
            AttachmentStore attachments =
                    Intercepted.of(AttachmentStore.class, store.attachments(), "attach", (call, arguments) -> {
                        Object outcome = answered(call.with(arguments));
                        if (outcome instanceof AttachmentStore.Attached attached) {
                            store.attachments()
                                    .remove(
                                            attached.token().holder(),
                                            List.of((BoardId) requireNonNull(arguments[0])),
                                            Duration.ofSeconds(1));
                        }
                        return CompletableFuture.completedStage(outcome);
                    });
            return Intercepted.of(ClusterStore.class, store, "attachments", (call, arguments) -> attachments);
        }
    },

    /** A proxy goes on with the frames of a call that it has left. */
    PROXY_WITHOUT_FENCE {
        @Override
        public boolean isFenced() {
            return false;
        }
    },

    /** A gameserver of which nothing is heard in time is taken for dead. */
    SILENCE_READ_AS_DEATH {
        @Override
        public GameserverLinks links(GameserverLinks links) {
            return address -> Intercepted.of(
                    GameserverLink.class,
                    links.link(address),
                    "probe",
                    replaced(outcome -> outcome == ProbeOutcome.UNKNOWN ? ProbeOutcome.DEAD : outcome));
        }
    },

    /** What the last holder gave is not taken, and the board goes on from what the store has. */
    GIVEN_STATE_DROPPED {
        @Override
        public GameserverLinks gameserverLinks(GameserverLinks links) {
            return address -> Intercepted.of(
                    GameserverLink.class,
                    links.link(address),
                    "yieldBoard",
                    replaced(outcome ->
                            outcome instanceof YieldOutcome.Yielded ? YieldOutcome.NotHere.INSTANCE : outcome));
        }
    },

    /** What a store has forgotten is written again without the roster. */
    ASSERTED_WITHOUT_ROSTER {
        @Override
        public ClusterStore gameserverStore(ClusterStore store) {
            return snapshots(store, "assertBoard", (call, arguments) -> {
                SnapshotStore.Assertion assertion = (SnapshotStore.Assertion) arguments[0];
                RosterStore.Roster roster = assertion.roster();
                return call.with(
                        new SnapshotStore.Assertion(
                                assertion.board(),
                                new RosterStore.Roster(roster.token(), roster.rosterNumber(), List.of()),
                                assertion.snapshot(),
                                assertion.unacknowledged()),
                        arguments[1]);
            });
        }
    },

    /** No orchestrator tells whom it cannot reach. */
    UNREACHED_NOT_TOLD {
        @Override
        public ClusterStore behind(ClusterStore store) {
            ElectionStore election = Intercepted.of(
                    ElectionStore.class,
                    store.election(),
                    "report",
                    (call, arguments) -> call.with(arguments[0], Set.of(), arguments[2], arguments[3]));
            return Intercepted.of(ClusterStore.class, store, "election", (call, arguments) -> election);
        }

        @Override
        Simulation simulation() {
            return Simulation.ofOneOutOfReach();
        }
    },

    /** A lease is written for half as long again as it is meant to last. */
    LEASE_WRITTEN_TOO_LONG {
        @Override
        public ClusterStore behind(ClusterStore store) {
            return leases(store, "login", (call, arguments) -> {
                Duration ttl = (Duration) arguments[1];
                return call.with(arguments[0], ttl.multipliedBy(3).dividedBy(2), arguments[2]);
            });
        }

        @Override
        Simulation simulation() {
            return Simulation.ofSilentGameserver();
        }
    };

    /** What is run until it finds the mistake. */
    Simulation simulation() {
        return Simulation.ofSmallCluster();
    }

    private static Object answered(Object stage) {
        return WitnessedStore.answered((CompletionStage<?>) stage);
    }

    private static Intercepted.Around replaced(UnaryOperator<Object> change) {
        return (call, arguments) ->
                ((CompletionStage<?>) call.with(arguments)).thenApply(outcome -> change.apply(outcome));
    }

    private static ClusterStore snapshots(ClusterStore store, String method, Intercepted.Around around) {
        SnapshotStore snapshots = Intercepted.of(SnapshotStore.class, store.snapshots(), method, around);
        return Intercepted.of(ClusterStore.class, store, "snapshots", (call, arguments) -> snapshots);
    }

    private static ClusterStore leases(ClusterStore store, String method, Intercepted.Around around) {
        LeaseStore leases = Intercepted.of(LeaseStore.class, store.leases(), method, around);
        return Intercepted.of(ClusterStore.class, store, "leases", (call, arguments) -> leases);
    }

    private static Lease withIncarnation(Lease lease, Incarnation incarnation) {
        return new Lease(
                incarnation,
                lease.address(),
                lease.build(),
                lease.labels(),
                lease.types(),
                lease.protocols(),
                lease.capacity(),
                lease.load(),
                lease.draining());
    }
}
