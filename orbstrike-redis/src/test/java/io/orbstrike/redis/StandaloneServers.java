package io.orbstrike.redis;

import java.util.List;

/** One server. */
final class StandaloneServers extends RedisServers {

    private final RedisProcess server;

    private StandaloneServers(RedisForm form, String... settings) {
        super(form);
        this.server = added(RedisProcess.start(form, settings));
    }

    static StandaloneServers start(RedisForm form) {
        return new StandaloneServers(form);
    }

    static StandaloneServers start(String... settings) {
        return new StandaloneServers(RedisForm.PLAIN, settings);
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
