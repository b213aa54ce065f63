package io.orbstrike.benchmarks.endtoend;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server that is measured, and the client that loads it. All play the same: every player gets a frame of his board each
 * 15 ms, and sends ten inputs a second.
 *
 * <p>Confined to the main thread.
 */
interface Contender {

    /** One word, as in the option that names it. */
    String name();

    /** What it is, and what differs from ours. */
    String about();

    /** Makes ready what needs time, such as libraries that are fetched; why it cannot run, or empty. Blocks. */
    Optional<String> prepare(Children children) throws InterruptedException;

    /**
     * The commands that serve until they are ended, in the order in which they start. Each says READY with its port; the last
     * one's is that which the load dials.
     */
    List<List<String>> serverCommands();

    /** What the servers find in their environment. */
    default Map<String, String> environment() {
        return Map.of();
    }

    /** The command that loads a server and writes a report. */
    List<String> loadCommand(int port, Load load, Path report);
}
