package io.orbstrike.benchmarks.cluster;

import io.orbstrike.benchmarks.endtoend.Child;
import io.orbstrike.benchmarks.endtoend.Children;
import io.orbstrike.benchmarks.endtoend.Orbstrike;
import io.orbstrike.grpc.ticket.RootSecret;
import io.orbstrike.redis.RedisClusterStore;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A cluster's processes on this machine, each a JVM of its own with the launcher's flags.
 *
 * <p>Confined to the main thread.
 */
final class ClusterProcesses {

    private static final Duration START_TIME_MAX = Duration.ofSeconds(60);
    private static final String SECRET = "a secret of a measurement that lasts some minutes";

    private final Children children;
    private final List<String> program;
    private final List<String> flags;
    private final String redis;
    private final String prefix;

    private ClusterProcesses(Children children, List<String> program, List<String> flags, String redis, String prefix) {
        this.children = children;
        this.program = program;
        this.flags = flags;
        this.redis = redis;
        this.prefix = prefix;
    }

    /** Knows how to start processes of a jar on a Redis, where their keys begin with a prefix; blocks for a second. */
    static ClusterProcesses of(Children children, Path jar, String redis, String prefix) throws InterruptedException {
        return new ClusterProcesses(
                children,
                List.of("-jar", jar.toString()),
                Orbstrike.find(jar, "", children).flags(),
                redis,
                prefix);
    }

    /** What they sign with. */
    static RootSecret secret() {
        return RootSecret.of(SECRET.getBytes(StandardCharsets.UTF_8));
    }

    /** Another cluster on the same Redis. */
    ClusterProcesses apart(String otherPrefix) {
        return new ClusterProcesses(children, program, flags, redis, otherPrefix);
    }

    /** The same processes with the board types of this program, too. */
    ClusterProcesses withOwnTypes() {
        URL own = ClusterProcesses.class.getProtectionDomain().getCodeSource().getLocation();
        String jar = program.get(program.size() - 1);
        List<String> both = List.of(
                "-cp", jar + File.pathSeparator + Path.of(URI.create(own.toString())), "io.orbstrike.server.Main");
        return new ClusterProcesses(children, both, flags, redis, prefix);
    }

    /** What they keep. */
    RedisClusterStore store() {
        return RedisClusterStore.builder(redis).keyPrefix(prefix).build();
    }

    /** One of them. */
    record Member(Child child, String grpc) {

        /** Ends it without a word. */
        void kill() {
            child.process().destroyForcibly();
        }

        /** Has it stand still, or go on. */
        void signal(String name) throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-" + name, Long.toString(child.process().pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        }

        /** Asks it to end. */
        void terminate() {
            child.process().destroy();
        }

        void awaitEnd() throws InterruptedException {
            if (!child.process().waitFor(START_TIME_MAX.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(child.name() + " did not end");
            }
        }
    }

    Member gameserver() throws InterruptedException {
        return start("gameserver", List.of());
    }

    Member orchestrator() throws InterruptedException {
        return start("orchestrator", List.of());
    }

    private Member start(String role, List<String> more) throws InterruptedException {
        List<String> command = new ArrayList<>(Orbstrike.java(flags));
        command.addAll(program);
        command.addAll(List.of(
                role,
                "--redis",
                redis,
                "--redis-prefix",
                prefix,
                "--port",
                "0",
                "--http-port",
                "0",
                "--bind",
                "127.0.0.1"));
        command.addAll(more);
        Child child = children.start(role, command, Map.of("ORBSTRIKE_SECRET", SECRET));
        String ready = child.awaitLine("READY", START_TIME_MAX);
        return new Member(child, ready.replaceAll(".* grpc=(\\S+).*", "$1"));
    }
}
