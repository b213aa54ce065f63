package io.orbstrike.redis;

import io.orbstrike.cluster.Orchestrator;
import java.util.concurrent.CompletionStage;

/** An orchestrator on a store of its own. */
final class RedisOrchestrator implements AutoCloseable {

    private final RedisClusterStore store;
    private final Orchestrator orchestrator;

    private RedisOrchestrator(RedisProcess server) {
        store = RedisClusterStore.builder("redis://" + server.hostAndPort()).build();
        orchestrator = Orchestrator.builder()
                .store(store)
                .options(RedisGameserver.OPTIONS)
                .build();
    }

    static RedisOrchestrator start(RedisProcess server) {
        RedisOrchestrator started = new RedisOrchestrator(server);
        CompletionStage<Void> unused = started.orchestrator.start("localhost:1");
        return started;
    }

    boolean leads() {
        return orchestrator.term().isPresent();
    }

    @Override
    public void close() {
        orchestrator.close();
        store.close();
    }
}
