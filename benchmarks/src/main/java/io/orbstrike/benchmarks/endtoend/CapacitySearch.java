package io.orbstrike.benchmarks.endtoend;

import io.orbstrike.server.config.StartException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A search on one contender's server, which goes on running from one step to the next, so that it is warm as a server in
 * service is; after a run that broke it is replaced.
 *
 * <p>Confined to the main thread.
 */
final class CapacitySearch implements AutoCloseable {

    private static final double SERVER_CORES_GOAL = 0.9;
    private static final double LOAD_CORES_GOAL = 0.75;
    private static final double RESOLUTION = 0.07;

    private final Session session;
    private final Contender contender;
    private final Shape shape;
    private final List<Run> held = new ArrayList<>();
    private ServerProcess server;

    private CapacitySearch(Session session, Contender contender, Shape shape, ServerProcess server) {
        this.session = session;
        this.contender = contender;
        this.shape = shape;
        this.server = server;
    }

    static CapacitySearch start(Session session, Contender contender, Shape shape) throws InterruptedException {
        return new CapacitySearch(session, contender, shape, session.start(contender));
    }

    /**
     * The first run, at a load that is easily held and with a longer warm-up, in which the server's compiler does most of
     * its work: its figures stand for themselves, and tell where to search. If it does not hold it is repeated once, as
     * something else may have disturbed it.
     */
    Run probe() throws InterruptedException {
        Load easy = shape.load(
                shape.probe(), session.pace().serverWarmup(), session.pace().measured());
        Run first = session.run(server, easy, shape.name());
        return first.verdict() == Verdict.HELD || !session.hasTimeFor(1)
                ? first
                : session.run(server, load(shape.probe()), shape.name());
    }

    /** A run beside the search, on the server that it has warmed up. */
    Run run(int players, String what) throws InterruptedException {
        return session.run(server, load(players), what);
    }

    /** The run with so many players that held at the middle cost; the probe if none did. */
    Run typicalRun(int players, Run probe) {
        List<Run> runs = held.stream()
                .filter(run -> run.load().players() == players)
                .sorted(Comparator.comparingDouble(Run::cpuMicrosPerFrame))
                .toList();
        return runs.isEmpty() ? probe : runs.get(runs.size() / 2);
    }

    /**
     * Searches on from the probe; at most as many runs as given, and fewer if time is up, of which some runs are left to
     * what comes after.
     *
     * @param target the players that are to be held, which is decided first where it can be
     */
    PlayerSearch.Result search(Run probe, int target, int stepsMax, int runsAfter) throws InterruptedException {
        PlayerSearch search = new PlayerSearch(new PlayerSearch.Plan(
                begin(probe, target),
                shape.step(),
                shape.playersMax(),
                stepsMax,
                session.pace().repeats(),
                RESOLUTION));
        search.onRun(probe.load().players(), probe.verdict());
        int runsNeeded = 1 + runsAfter;
        for (OptionalInt next = search.next();
                next.isPresent() && session.hasTimeFor(runsNeeded);
                next = search.next()) {
            search.onRun(next.getAsInt(), verdict(next.getAsInt()));
        }
        return search.result();
    }

    /** Where the search begins: at its target, unless that was held or is beyond the estimate. */
    static int begin(Run probe, int target) {
        int estimate = estimate(probe);
        return target > probe.load().players() ? Math.min(target, estimate) : estimate;
    }

    /** The players at which the server's or the load's core would be as good as full. */
    static int estimate(Run probe) {
        double byServer = SERVER_CORES_GOAL / Math.max(probe.used().serverCores(), 0.01);
        double byLoad = LOAD_CORES_GOAL / Math.max(probe.loadCores(), 0.01);
        return (int) (probe.load().players() * Math.min(byServer, byLoad));
    }

    private Verdict verdict(int players) throws InterruptedException {
        Optional<Run> run = tryRun(players);
        Verdict verdict = run.map(Run::verdict).orElse(Verdict.BROKE);
        if (verdict == Verdict.BROKE) {
            server.close();
            server = session.start(contender);
        }
        return verdict;
    }

    /** A server that is asked too much of may let its load client down altogether, which is a result, too. */
    private Optional<Run> tryRun(int players) throws InterruptedException {
        try {
            Run run = session.run(server, load(players), shape.name());
            if (run.verdict() == Verdict.HELD) {
                held.add(run);
            }
            return Optional.of(run);
        } catch (StartException e) {
            session.say(contender.name() + " with " + players + " players: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Load load(int players) {
        return shape.load(players, session.pace().warmup(), session.pace().measured());
    }

    @Override
    public void close() {
        server.close();
    }
}
