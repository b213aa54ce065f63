package io.orbstrike.server;

import static org.awaitility.Awaitility.await;

import io.orbstrike.server.config.HostPort;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A Redis master with two replicas, and three sentinels that make one of these the master when it is gone. A write is
 * acknowledged when a replica has it. The first master can be cut off from everybody but the processes on its side.
 */
final class SentinelServers implements RedisServers {

    /** What a process says that is on the first master's side of a cut. */
    static final List<String> ON_ITS_SIDE = List.of("--label", "side=first-master");

    private static final String NAME = "orbs";
    private static final int REPLICAS = 2;
    private static final int SENTINELS = 3;
    private static final int QUORUM = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<RedisProcess> servers = new ArrayList<>();
    private final List<RedisProcess> sentinels = new ArrayList<>();
    private final int firstPort;
    private final SidedRelay relay;

    private SentinelServers(int port) throws IOException {
        firstPort = port;
        relay = SidedRelay.start(new HostPort("127.0.0.1", port), SentinelServers::isOnItsSide);
    }

    private static boolean isOnItsSide(ProcessHandle process) {
        return process.info().arguments().map(List::of).orElse(List.of()).containsAll(ON_ITS_SIDE);
    }

    /** Starts all, and waits until a failover can happen. */
    static SentinelServers start() throws IOException {
        SentinelServers servers = new SentinelServers(RedisProcess.freePort());
        try {
            servers.startAll();
            servers.awaitReady();
            return servers;
        } catch (Throwable e) {
            servers.close();
            throw e;
        }
    }

    private void startAll() throws IOException {
        String known = Integer.toString(relay.port());
        servers.add(server(firstPort, "--replica-announce-ip", "127.0.0.1", "--replica-announce-port", known));
        for (int i = 0; i < REPLICAS; i++) {
            servers.add(server(RedisProcess.freePort(), "--replicaof", "127.0.0.1", known));
        }
        for (int i = 0; i < SENTINELS; i++) {
            sentinels.add(RedisProcess.sentinel(RedisProcess.freePort(), NAME, relay.port(), QUORUM));
        }
    }

    private static RedisProcess server(int port, String... settings) throws IOException {
        List<String> all = new ArrayList<>(List.of("--repl-diskless-sync-delay", "0"));
        all.addAll(List.of(settings));
        return RedisProcess.start(port, all.toArray(String[]::new));
    }

    @Override
    public String uri() {
        return uri(sentinels.stream().map(RedisProcess::port).toList());
    }

    /** As somebody says it who knows one sentinel only, by the address of a relay. */
    static String uriBy(TcpRelay relay) {
        return uri(List.of(relay.port()));
    }

    private static String uri(List<Integer> ports) {
        return ports.stream()
                .map(port -> "127.0.0.1:" + port)
                .collect(Collectors.joining(",", "redis-sentinel://", "/" + NAME));
    }

    @Override
    public List<String> options() {
        return List.of("--wait-replicas", "1", "--wait-timeout", "2s");
    }

    RedisProcess first() {
        return servers.get(0);
    }

    /** Where a sentinel is asked. */
    HostPort sentinel() {
        return new HostPort("127.0.0.1", sentinels.get(0).port());
    }

    /** The server that a sentinel says is the master. */
    RedisProcess master() throws IOException {
        String[] address =
                sentinels.get(0).ask("SENTINEL GET-MASTER-ADDR-BY-NAME " + NAME).split("\n", -1);
        int port = Integer.parseInt(address[1]);
        return port == relay.port()
                ? first()
                : servers.stream()
                        .filter(server -> server.port() == port)
                        .findFirst()
                        .orElseThrow();
    }

    /** Cuts the first master off. */
    void cut() {
        relay.cut();
    }

    void mend() {
        relay.mend();
    }

    /** Waits until each sentinel knows the others, and both replicas follow the master. */
    void awaitReady() {
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(IOException.class).until(this::areReady);
    }

    private boolean areReady() throws IOException {
        int following = 0;
        for (RedisProcess server : servers) {
            if (server.ask("INFO replication").contains("master_link_status:up")) {
                following++;
            }
        }
        for (RedisProcess sentinel : sentinels) {
            String said = sentinel.ask("INFO sentinel");
            if (!said.contains("status=ok,")
                    || !said.contains("slaves=" + REPLICAS + ",")
                    || !said.contains("sentinels=" + SENTINELS)) {
                return false;
            }
        }
        return following == REPLICAS;
    }

    @Override
    public void close() throws IOException {
        for (RedisProcess sentinel : sentinels) {
            sentinel.close();
        }
        for (RedisProcess server : servers) {
            server.close();
        }
        relay.close();
    }
}
