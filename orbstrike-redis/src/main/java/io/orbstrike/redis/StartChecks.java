package io.orbstrike.redis;

import io.orbstrike.redis.IoLane.Purpose;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;

/** What a Redis has to be set to so that acknowledged means kept: looked at once, said in the log, never enforced. */
final class StartChecks {

    private static final System.Logger LOG = System.getLogger(RedisClusterStore.class.getName());
    private static final Duration TIME = Duration.ofSeconds(5);
    private static final List<String> SETTINGS = List.of(
            "min-replicas-to-write", "min-replicas-max-lag", "appendonly", "save", "maxmemory", "maxmemory-policy");

    private StartChecks() {}

    /** Looks at all masters, on an I/O thread. */
    static void run(RedisIo io, RedisUri.Kind kind) {
        io.read(Purpose.BOARDS, TIME, cause -> false, exchange -> {
            for (HostAndPort master : exchange.topology().masters()) {
                for (String warning : warnings(settings(exchange, master), kind)) {
                    LOG.log(System.Logger.Level.WARNING, "Redis at {0}: {1}", master, warning);
                }
            }
            return true;
        });
    }

    /** What is permitted to be read; a managed Redis refuses CONFIG, and then nothing is said. */
    private static Map<String, String> settings(Exchange exchange, HostAndPort master) throws CallFailure {
        List<CommandArguments> commands = new ArrayList<>();
        for (String setting : SETTINGS) {
            commands.add(
                    new CommandArguments(Protocol.Command.CONFIG).add("GET").add(setting));
        }
        Map<String, String> settings = new HashMap<>();
        for (@Nullable Object answer : exchange.answersOf(master, commands)) {
            if (answer instanceof List<?> pair && pair.size() == 2) {
                settings.put(Reply.text(pair.get(0)), Reply.text(pair.get(1)));
            }
        }
        return settings;
    }

    /** What people should be warned of. */
    static List<String> warnings(Map<String, String> settings, RedisUri.Kind kind) {
        List<String> warnings = new ArrayList<>();
        String policy = settings.getOrDefault("maxmemory-policy", "noeviction");
        if (!policy.equals("noeviction")
                && !settings.getOrDefault("maxmemory", "0").equals("0")) {
            warnings.add("maxmemory-policy is " + policy + ": boards may be evicted; it must be noeviction");
        }
        if (settings.getOrDefault("appendonly", "yes").equals("no")
                && settings.getOrDefault("save", "on").isEmpty()) {
            warnings.add("nothing is persisted: after a restart the holders' memory is all there is");
        }
        if (kind != RedisUri.Kind.STANDALONE) {
            if (settings.getOrDefault("min-replicas-to-write", "1").equals("0")) {
                warnings.add("min-replicas-to-write is 0: a master that is cut off goes on acknowledging what a"
                        + " failover loses; set it to 1");
            } else if (settings.getOrDefault("min-replicas-max-lag", "10").equals("0")) {
                warnings.add("min-replicas-max-lag is 0: min-replicas-to-write has no effect");
            }
        }
        return warnings;
    }
}
