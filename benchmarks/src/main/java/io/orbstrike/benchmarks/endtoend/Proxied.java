package io.orbstrike.benchmarks.endtoend;

import io.orbstrike.benchmarks.store.RedisProcess;
import io.orbstrike.server.config.StartException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A gameserver and the orchestrator through which all its players come, on one core, with Redis beside the load.
 *
 * <p>Confined to the main thread.
 */
final class Proxied implements Contender, AutoCloseable {

    private static final String REDIS = "redis-server";

    private final Orbstrike ours;
    private Optional<RedisProcess> redis = Optional.empty();

    Proxied(Orbstrike ours) {
        this.ours = ours;
    }

    @Override
    public String name() {
        return "proxied";
    }

    @Override
    public String about() {
        return "an orchestrator and a gameserver, two processes on one core, over gRPC";
    }

    @Override
    public Optional<String> prepare(Children children) throws InterruptedException {
        try {
            redis = Optional.of(RedisProcess.start(REDIS));
            return Optional.empty();
        } catch (UncheckedIOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public List<List<String>> serverCommands() {
        String uri = redis.map(RedisProcess::uri).orElseThrow(() -> new StartException("Redis was not started"));
        return List.of(role("gameserver", uri), role("orchestrator", uri));
    }

    private List<String> role(String role, String uri) {
        return ours.server(role, "--redis", uri, "--bind", "127.0.0.1");
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("ORBSTRIKE_SECRET", "a secret of a measurement that lasts some minutes");
    }

    @Override
    public List<String> loadCommand(int port, Load load, Path report) {
        return ours.loadCommand(port, load, report);
    }

    @Override
    public void close() {
        redis.ifPresent(RedisProcess::close);
    }
}
