package io.orbstrike.benchmarks.endtoend;

import io.orbstrike.host.SystemNanoClock;
import io.orbstrike.server.config.StartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Measures what the options ask for, and writes the result.
 *
 * <p>Confined to the main thread.
 */
@Command(
        name = "endtoend",
        abbreviateSynopsis = true,
        description = "Measures servers under load with real processes, and prints the figures beside their targets.")
final class EndToEndCommand implements Callable<Integer> {

    private static final int EXIT_NOT_MEASURED = 1;
    private static final int PROBE_OF_PEERS = 100;
    private static final Set<RowId> ROWS_OF_PEERS = Set.of(RowId.E1, RowId.E2_OWN, RowId.E3);

    private final List<String> arguments;

    @Mixin
    private final EndToEndOptions options = new EndToEndOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    EndToEndCommand(List<String> arguments) {
        this.arguments = List.copyOf(arguments);
    }

    @Override
    public Integer call() throws InterruptedException {
        Set<RowId> rows = options.rows();
        Set<String> peers = options.peers();
        options.requirePlacesForFiles();
        PrintWriter out = spec.commandLine().getOut();
        Machine machine = Machine.look(Path.of("").toAbsolutePath());
        Sheet sheet = new Sheet();
        Children children = Children.create();
        Thread atSignal = new Thread(children::close, "endtoend-shutdown");
        Runtime.getRuntime().addShutdownHook(atSignal);
        try {
            Orbstrike ours = Orbstrike.find(options.serverJar(), options.javaOpts(), children);
            MarkdownResult.facts(machine, ours.flags()).forEach(out::println);
            out.flush();
            Session session = new Session(
                    machine.cores(),
                    children,
                    options.pace(),
                    options.timeMax(),
                    sheet,
                    spec.commandLine().getErr(),
                    SystemNanoClock.INSTANCE);
            session.sheet().addContender(ours.name(), ours.about());
            PlayerRows playerRows = new PlayerRows(session, ours, rows);
            int stepsMax = session.pace().stepsMax();
            playerRows.boardsOf100(Shape.BOARDS_OF_100, stepsMax);
            measurePeers(session, ours, rows, peers); // next to ours, and before time may be short
            new SlowViewerRows(session, ours, rows).measure();
            playerRows.boardsOf10(stepsMax);
            playerRows.shared(stepsMax);
            measureProxied(session, ours, rows);
            out.println();
            out.print(Table.of(sheet).text());
            write(machine, ours.flags(), sheet);
            out.flush();
        } finally {
            children.close();
        }
        return sheet.hasFailed() ? EXIT_NOT_MEASURED : 0;
    }

    private void measurePeers(Session session, Orbstrike ours, Set<RowId> rows, Set<String> names)
            throws InterruptedException {
        Set<RowId> wanted =
                Set.copyOf(rows.stream().filter(ROWS_OF_PEERS::contains).toList());
        if (wanted.isEmpty()) {
            return;
        }
        for (String name : names) {
            Contender peer = peer(name, ours);
            Optional<String> hindrance = peer.prepare(session.children());
            session.sheet()
                    .addContender(
                            name, hindrance.map(why -> "not measured: " + why).orElse(peer.about()));
            if (hindrance.isPresent()) {
                wanted.forEach(row -> session.sheet().put(row, name, Cell.missing("not measured: " + hindrance.get())));
            } else {
                new PlayerRows(session, peer, wanted)
                        .boardsOf100(
                                Shape.BOARDS_OF_100.probedWith(PROBE_OF_PEERS),
                                session.pace().peerStepsMax());
            }
        }
    }

    private static void measureProxied(Session session, Orbstrike ours, Set<RowId> rows) throws InterruptedException {
        if (!rows.contains(RowId.P1) && !rows.contains(RowId.P1B)) {
            return;
        }
        try (Proxied proxied = new Proxied(ours)) {
            Optional<String> hindrance = proxied.prepare(session.children());
            if (hindrance.isPresent()) {
                session.sheet().putFailure(RowId.P1, Sheet.OURS, hindrance.get());
            } else {
                new PlayerRows(session, proxied, rows, Sheet.OURS)
                        .proxied(session.pace().stepsMax());
            }
        }
    }

    private Contender peer(String name, Orbstrike ours) {
        return name.equals("naive")
                ? new NaivePeer(ours)
                : new ColyseusPeer(
                        options.colyseus(),
                        options.colyseus().resolveSibling("target").resolve("colyseus"));
    }

    private void write(Machine machine, List<String> flags, Sheet sheet) {
        String command = "java -cp benchmarks/target/benchmarks.jar " + EndToEnd.class.getName()
                + (arguments.isEmpty() ? "" : " " + String.join(" ", arguments));
        List<String> plots = new ArrayList<>();
        Path directory = options.plots();
        Path json = options.json();
        Path markdown = options.markdown();
        try {
            if (json != null) {
                new JsonResult(machine, flags, command, sheet).writeTo(json);
            }
            if (directory != null) {
                plots.addAll(new Plots(sheet).writeTo(directory));
            }
            if (markdown != null) {
                String link = directory == null ? "" : directory.getFileName().toString();
                Files.writeString(markdown, new MarkdownResult(machine, flags, command, sheet, link, plots).text());
            }
        } catch (IOException e) {
            throw new StartException("the result cannot be written: " + e.getMessage());
        }
    }
}
