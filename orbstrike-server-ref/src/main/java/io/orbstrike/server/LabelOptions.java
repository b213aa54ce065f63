package io.orbstrike.server;

import io.orbstrike.server.config.ConfigException;
import io.orbstrike.store.Lease;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/**
 * The labels of the gameservers of a process.
 *
 * <p>Filled by picocli on the main thread, then not changed.
 */
final class LabelOptions {

    @Option(
            names = "--label",
            paramLabel = "NAME=VALUE",
            split = ",",
            description = "A label that boards may require of their gameserver; several by commas.")
    private Map<String, String> label = new TreeMap<>();

    /**
     * The labels by their names.
     *
     * @throws ConfigException if there are too many
     */
    Map<String, String> labels() {
        if (label.size() > Lease.LABELS_MAX) {
            throw new ConfigException("--label: " + label.size() + " labels, must be at most " + Lease.LABELS_MAX);
        }
        return Map.copyOf(label);
    }
}
