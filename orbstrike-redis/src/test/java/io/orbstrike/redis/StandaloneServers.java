package io.orbstrike.redis;

import java.util.List;

/** One server. */
final class StandaloneServers extends RedisServers {

    private final RedisProcess server;

    private StandaloneServers(RedisProcess server) {
        this.server = added(server);
    }

    static StandaloneServers start(String... settings) {
        return new StandaloneServers(RedisProcess.start(settings));
    }

    RedisProcess server() {
        return server;
    }

    @Override
    String uri() {
        return "redis://" + server.hostAndPort();
    }

    @Override
    List<RedisProcess> masters() {
        return List.of(server);
    }
}
