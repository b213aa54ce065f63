package io.orbstrike.benchmarks.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which core the servers run on and which the load.
 *
 * <p>Immutable.
 *
 * @param pinned the two cores, first the servers'; empty if nothing is pinned
 * @param why what hinders pinning; empty if nothing does
 */
record Cores(List<Integer> pinned, String why) {

    private static final String TASKSET = "taskset";
    private static final int NEEDED = 2;

    Cores {
        pinned = List.copyOf(pinned);
    }

    /** Chooses the first two cores that this process may use, if {@code taskset} is on the path. */
    static Cores choose(List<Integer> allowed, String path) {
        if (allowed.size() < NEEDED) {
            return new Cores(List.of(), "fewer than two cores");
        }
        boolean canPin = false;
        for (String directory : path.split(":", -1)) {
            canPin |= Files.isExecutable(Path.of(directory, TASKSET));
        }
        return canPin
                ? new Cores(allowed.subList(0, NEEDED), "")
                : new Cores(List.of(), "no " + TASKSET + " on the path");
    }

    /** The numbers in a list such as {@code 0-3,8}. */
    static List<Integer> parse(String list) {
        List<Integer> cores = new ArrayList<>();
        for (String part : list.strip().split(",", -1)) {
            String[] ends = part.split("-", -1);
            int last = Integer.parseInt(ends[ends.length - 1]);
            for (int core = Integer.parseInt(ends[0]); core <= last; core++) {
                cores.add(core);
            }
        }
        return cores;
    }

    /** A command that runs on the servers' core. */
    List<String> forServer(List<String> command) {
        return pinned.isEmpty() ? command : on(pinned.get(0), command);
    }

    /** A command that runs on the load's core. */
    List<String> forLoad(List<String> command) {
        return pinned.isEmpty() ? command : on(pinned.get(1), command);
    }

    private static List<String> on(int core, List<String> command) {
        List<String> all = new ArrayList<>(List.of(TASKSET, "-c", Integer.toString(core)));
        all.addAll(command);
        return all;
    }

    @Override
    public String toString() {
        return pinned.isEmpty()
                ? "nothing is pinned (" + why + ")"
                : "servers on core " + pinned.get(0) + ", load on core " + pinned.get(1);
    }
}
