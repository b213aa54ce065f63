package io.orbstrike.redis;

import java.util.ArrayList;
import java.util.List;

/** The servers that a store runs on in tests: one, or several that belong together. */
abstract class RedisServers implements AutoCloseable {

    private final RedisForm form;
    private final List<RedisProcess> processes = new ArrayList<>();

    RedisServers(RedisForm form) {
        this.form = form;
    }

    final RedisProcess added(RedisProcess process) {
        processes.add(process);
        return process;
    }

    final List<RedisProcess> processes() {
        return processes;
    }

    /** What the address of several servers ends with. */
    final String tlsOption() {
        return form.certificate() == null ? "" : "?tls=true";
    }

    /** What a store is told. */
    abstract String uri();

    /** Those that take writes now. */
    abstract List<RedisProcess> masters();

    @Override
    public final void close() {
        processes.forEach(RedisProcess::close);
    }
}
