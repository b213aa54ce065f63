package io.orbstrike.benchmarks.endtoend;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A server that sends the whole state to each viewer, encoded for each anew; it speaks our protocol, so the load client is
 * ours.
 *
 * <p>Immutable.
 */
record NaivePeer(Orbstrike ours) implements Contender {

    private static final String MAIN = "io.orbstrike.benchmarks.peer.NaiveServer";

    @Override
    public String name() {
        return "naive";
    }

    @Override
    public String about() {
        return "the shape of a first server: the whole state, encoded for each viewer anew, over gRPC; no lanes, no deltas";
    }

    @Override
    public Optional<String> prepare(Children children) {
        try {
            Class.forName(MAIN, false, NaivePeer.class.getClassLoader());
            return Optional.empty();
        } catch (ClassNotFoundException e) {
            return Optional.of(MAIN + " is not on the class path");
        }
    }

    @Override
    public List<List<String>> serverCommands() {
        return List.of(Orbstrike.java(ours.flags(), "-cp", System.getProperty("java.class.path"), MAIN, "--port", "0"));
    }

    @Override
    public List<String> loadCommand(int port, Load load, Path report) {
        return ours.loadCommand(port, load, report);
    }
}
