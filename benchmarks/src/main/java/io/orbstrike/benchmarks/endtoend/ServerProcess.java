package io.orbstrike.benchmarks.endtoend;

import io.orbstrike.server.config.StartException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A contender's server on its core, from its start to its end.
 *
 * <p>Confined to the main thread.
 */
final class ServerProcess implements AutoCloseable {

    private static final Duration START_TIME_MAX = Duration.ofSeconds(30);
    private static final Pattern PORT = Pattern.compile("READY .*?(?:grpc=[^ ]*:|port=)(\\d+).*");

    private final Contender contender;
    private final Children children;
    private final Child child;
    private final int port;

    private ServerProcess(Contender contender, Children children, Child child, int port) {
        this.contender = contender;
        this.children = children;
        this.child = child;
        this.port = port;
    }

    /** Starts a server and waits until it serves. */
    static ServerProcess start(Contender contender, Cores cores, Children children) throws InterruptedException {
        Child child = children.start(contender.name(), cores.forServer(contender.serverCommand()), Map.of());
        boolean isReady = false;
        try {
            int port = port(child.awaitLine("READY", START_TIME_MAX));
            isReady = true;
            return new ServerProcess(contender, children, child, port);
        } finally {
            if (!isReady) {
                children.stop(child);
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
        return child.process().isAlive();
    }

    /** What it said last, to be put behind an error. */
    String saying() {
        return child.saying();
    }

    ProcessFigures figures() {
        return ProcessFigures.of(child.process().toHandle());
    }

    /** Ends it; blocks for at most 10 s. */
    @Override
    public void close() {
        children.stop(child);
    }
}
