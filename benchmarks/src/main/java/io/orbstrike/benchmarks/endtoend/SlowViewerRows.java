package io.orbstrike.benchmarks.endtoend;

import io.orbstrike.board.BoardId;
import io.orbstrike.cluster.Lobby.BoardFacts;
import io.orbstrike.grpc.client.CreateOptions;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.orb.OrbType;
import io.orbstrike.server.config.StartException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The rows of I7 under load: the same players on the same board without, with, and again without slow viewers.
 *
 * <p>Confined to the main thread.
 */
final class SlowViewerRows {

    private static final Set<RowId> ROWS = Set.of(RowId.I7_GAP, RowId.I7_MEMORY);
    private static final int PLAYERS = 300;
    private static final int SLOW = 33;
    private static final int RUNS = 3;
    private static final long CALL_SECONDS_MAX = 10;
    private static final Duration JOIN_TIME_MAX = Duration.ofSeconds(30);
    private static final Duration END_TIME_MAX = Duration.ofSeconds(10);
    private static final double MIB = 1_024 * 1_024;

    private final Session session;
    private final Orbstrike ours;
    private final Set<RowId> wanted;

    SlowViewerRows(Session session, Orbstrike ours, Set<RowId> wanted) {
        this.session = session;
        this.ours = ours;
        this.wanted = wanted;
    }

    void measure() throws InterruptedException {
        if (ROWS.stream().noneMatch(wanted::contains)) {
            return;
        }
        try {
            if (!session.hasTimeFor(RUNS)) {
                throw new StartException("no time left: see --time-max");
            }
            measureOnOneServer();
        } catch (StartException e) {
            session.say("slow viewers: " + e.getMessage());
            ROWS.stream()
                    .filter(wanted::contains)
                    .forEach(row -> session.sheet().putFailure(row, ours.name(), String.valueOf(e.getMessage())));
        }
    }

    private void measureOnOneServer() throws InterruptedException {
        try (ServerProcess server = session.start(ours)) {
            BoardId board = createBoard(server.port());
            Load load = new Load(
                    1, PLAYERS, 1, session.pace().warmup(), session.pace().measured(), Optional.of(board.toString()));
            Run before = session.run(server, load, "without slow viewers");
            Child slow = session.children()
                    .start("slow-viewers", session.cores().forLoad(command(server.port(), board)), Map.of());
            Run beside;
            String end;
            try {
                slow.awaitLine("READY", JOIN_TIME_MAX);
                beside = session.run(server, load, "beside " + SLOW + " slow viewers");
                slow.process().getOutputStream().close();
                end = slow.awaitLine("END", END_TIME_MAX);
            } catch (IOException e) {
                throw new StartException("the slow viewers cannot be ended: " + e.getMessage());
            } finally {
                session.children().stop(slow);
            }
            Run after = session.run(server, load, "without slow viewers");
            put(before, beside, after, end);
        }
    }

    private void put(Run before, Run beside, Run after, String end) {
        double without = (before.report().gapP99Ms() + after.report().gapP99Ms()) / 2;
        put(
                RowId.I7_GAP,
                beside.report().gapP99Ms() / without,
                String.format(
                                Locale.ROOT,
                                "%d players beside %d slow viewers; p99 %.1f ms without, %.1f ms with, %.1f ms without again; %s",
                                PLAYERS,
                                SLOW,
                                before.report().gapP99Ms(),
                                beside.report().gapP99Ms(),
                                after.report().gapP99Ms(),
                                end.replace("END open=", "slow viewers still connected at the end: "))
                        + verdicts(before, beside, after));
        CpuSeries.Used used = beside.used();
        if (used.residentBytesAtStart() == 0) {
            session.sheet().put(RowId.I7_MEMORY, ours.name(), Cell.missing("the system does not tell resident memory"));
            return;
        }
        put(
                RowId.I7_MEMORY,
                (double) used.residentBytesAtEnd() / used.residentBytesAtStart(),
                String.format(
                        Locale.ROOT,
                        "%.0f MiB at the window's start, %.0f MiB at its end; %.0f MiB at the end of the run before",
                        used.residentBytesAtStart() / MIB,
                        used.residentBytesAtEnd() / MIB,
                        before.used().residentBytesAtEnd() / MIB));
    }

    private void put(RowId row, double figure, String note) {
        if (wanted.contains(row)) {
            session.sheet().put(row, ours.name(), Cell.of(figure, note));
        }
    }

    /** Figures of runs that did not hold say more of the machine than of slow viewers. */
    private static String verdicts(Run... runs) {
        List<Verdict> verdicts = Stream.of(runs).map(Run::verdict).toList();
        return verdicts.stream().allMatch(one -> one == Verdict.HELD)
                ? ""
                : "; not all of these runs held: " + verdicts;
    }

    private static BoardId createBoard(int port) throws InterruptedException {
        OrbRules rules = OrbRules.builder().maxPlayers(PLAYERS + SLOW).build();
        try (OrbstrikeClient lobby =
                OrbstrikeClient.builder().target("127.0.0.1:" + port).build()) {
            BoardFacts board = lobby.createBoard(new OrbType(), rules, CreateOptions.DEFAULT)
                    .toCompletableFuture()
                    .get(CALL_SECONDS_MAX, TimeUnit.SECONDS);
            return board.id();
        } catch (ExecutionException | TimeoutException e) {
            throw new StartException("no board can be created: " + e.getMessage());
        }
    }

    private static List<String> command(int port, BoardId board) {
        return Orbstrike.java(
                List.of(),
                "-cp",
                System.getProperty("java.class.path"),
                SlowViewers.class.getName(),
                "127.0.0.1:" + port,
                board.toString(),
                Integer.toString(SLOW));
    }
}
