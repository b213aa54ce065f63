package io.orbstrike.server;

import java.io.IOException;
import java.util.List;

/** Where a cluster keeps its boards: one process of Redis, or several that belong together. */
interface RedisServers extends AutoCloseable {

    /** For {@code --redis}. */
    String uri();

    /** What else is said to each process that keeps boards there. */
    default List<String> options() {
        return List.of();
    }

    @Override
    void close() throws IOException;
}
