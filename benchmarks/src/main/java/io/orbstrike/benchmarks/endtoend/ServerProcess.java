package io.orbstrike.benchmarks.endtoend;

import io.orbstrike.server.config.StartException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A contender's servers on their core, from their start to their end.
 *
 * <p>Confined to the main thread.
 */
final class ServerProcess implements AutoCloseable {

    private static final Duration START_TIME_MAX = Duration.ofSeconds(30);
    private static final Pattern PORT = Pattern.compile("READY .*?(?:grpc=[^ ]*:|port=)(\\d+).*");

    private final Contender contender;
    private final Children children;
    private final List<Child> servers;
    private final int port;

    private ServerProcess(Contender contender, Children children, List<Child> servers, int port) {
        this.contender = contender;
        this.children = children;
        this.servers = List.copyOf(servers);
        this.port = port;
    }

    /** Starts the servers, each when the one before serves. */
    static ServerProcess start(Contender contender, Cores cores, Children children) throws InterruptedException {
        List<Child> servers = new ArrayList<>();
        boolean isReady = false;
        try {
            int port = 0;
            for (List<String> command : contender.serverCommands()) {
                Child server = children.start(contender.name(), cores.forServer(command), contender.environment());
                servers.add(server);
                port = port(server.awaitLine("READY", START_TIME_MAX));
            }
            isReady = true;
            return new ServerProcess(contender, children, servers, port);
        } finally {
            if (!isReady) {
                servers.forEach(children::stop);
            }
        }
    }

    /** The port in the line that a server says when it serves. */
    static int port(String line) {
        Matcher port = PORT.matcher(line);
        if (!port.matches()) {
            throw new StartException("no port in the server's line '" + line + "'");
        }
        return Integer.parseInt(port.group(1));
    }

    Contender contender() {
        return contender;
    }

    int port() {
        return port;
    }

    boolean isAlive() {
        return servers.stream().allMatch(server -> server.process().isAlive());
    }

    /** What it said last, to be put behind an error. */
    String saying() {
        return servers.stream().map(Child::saying).collect(Collectors.joining());
    }

    ProcessFigures figures() {
        return servers.stream()
                .map(server -> ProcessFigures.of(server.process().toHandle()))
                .reduce(ProcessFigures.NONE, ProcessFigures::plus);
    }

    /** Ends them, the last one first; blocks for at most 10 s each. */
    @Override
    public void close() {
        for (int i = servers.size() - 1; i >= 0; i--) {
            children.stop(servers.get(i));
        }
    }
}
