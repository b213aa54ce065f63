package io.orbstrike.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.server.ServerProcess.Ready;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;

/** A cluster of processes of the built jar on a Redis of its own, whose parts are killed, stopped and started again. */
final class ClusterDeployment implements AutoCloseable {

    /** Short, so that tests wait little; {@code -Dorbstrike.cluster.lease-ttl=2s} runs them at the default. */
    static final String LEASE_TTL = System.getProperty("orbstrike.cluster.lease-ttl", "500ms");

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration LOOK_INTERVAL = Duration.ofMillis(200);

    /** Many processes share few cores, and each lives for seconds: little heap, and no compiling for later. */
    static final List<String> JVM = List.of("-Xmx160m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final List<String> JAR = List.of("-jar", ServerProcess.JAR.toString());

    private final RedisServers redis;
    private final List<String> main;
    private final List<Member> gameservers = new ArrayList<>();
    private final List<Member> orchestrators = new ArrayList<>();

    private ClusterDeployment(RedisServers redis, List<String> main) {
        this.redis = redis;
        this.main = List.copyOf(main);
    }

    /** A process of the cluster that serves. */
    record Member(ServerProcess process, Ready ready) {

        String address() {
            return ready.grpc();
        }

        double metric(String name) throws IOException, InterruptedException {
            return RedisDeployment.metric(ready, name);
        }
    }

    /** What a gameserver says of a board that it has. */
    record BoardState(String gameserver, long epoch, long tick, int players, String state) {}

    /** Starts all of it and waits until a leader leads it. */
    static ClusterDeployment start(int gameservers, int orchestrators) throws IOException, InterruptedException {
        return start(RedisProcess.startPersistent(), JAR, gameservers, orchestrators);
    }

    /** Starts all of it on servers that are closed with it. */
    static ClusterDeployment start(RedisServers redis, int gameservers, int orchestrators)
            throws IOException, InterruptedException {
        return start(redis, JAR, gameservers, orchestrators);
    }

    /** Starts all of it from what is said to the JVM. */
    static ClusterDeployment start(List<String> main, int gameservers, int orchestrators)
            throws IOException, InterruptedException {
        return start(RedisProcess.startPersistent(), main, gameservers, orchestrators);
    }

    private static ClusterDeployment start(RedisServers redis, List<String> main, int gameservers, int orchestrators)
            throws IOException, InterruptedException {
        ClusterDeployment cluster = new ClusterDeployment(redis, main);
        try {
            cluster.fill(gameservers, orchestrators);
            return cluster;
        } catch (Throwable e) {
            cluster.close();
            throw e;
        }
    }

    RedisServers redis() {
        return redis;
    }

    List<Member> gameservers() {
        return List.copyOf(gameservers);
    }

    List<Member> orchestrators() {
        return List.copyOf(orchestrators);
    }

    /** Starts what is missing, all at once, and waits until it serves and somebody leads. */
    void fill(int gameserversWanted, int orchestratorsWanted) throws IOException, InterruptedException {
        buryDead();
        List<ServerProcess> starting = new ArrayList<>();
        for (int i = orchestrators.size(); i < orchestratorsWanted; i++) {
            starting.add(run(main, "orchestrator"));
        }
        startGameservers(gameserversWanted - gameservers.size(), main);
        for (ServerProcess each : starting) {
            orchestrators.add(new Member(each, each.awaitReady()));
        }
        awaitLiveGameservers(gameserversWanted);
    }

    /** Starts one more and waits until it serves. */
    Member startGameserver(String... options) throws IOException, InterruptedException {
        return startGameservers(1, main, options).get(0);
    }

    /** Starts more from what is said to the JVM, all at once, and waits until they serve. */
    List<Member> startGameservers(int count, List<String> what, String... options)
            throws IOException, InterruptedException {
        List<ServerProcess> starting = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            starting.add(run(what, "gameserver", options));
        }
        List<Member> started = new ArrayList<>();
        for (ServerProcess each : starting) {
            started.add(new Member(each, each.awaitReady()));
        }
        gameservers.addAll(started);
        return started;
    }

    /** Ends it as a crash would. */
    void kill(Member member) throws IOException {
        member.process().kill();
        forget(member);
    }

    /** Sends SIGTERM, waits until it has ended, and checks how. */
    void stop(Member member, Duration timeMax) throws IOException, InterruptedException {
        member.process().terminate();
        awaitStopped(member, timeMax);
    }

    void awaitStopped(Member member, Duration timeMax) throws IOException, InterruptedException {
        assertThat(member.process().awaitEnd(timeMax))
                .as(member.process().err())
                .isZero();
        forget(member);
    }

    /** Forgets the gameservers that have ended by themselves; how many there were. */
    int buryDead() throws IOException {
        List<Member> dead =
                gameservers.stream().filter(each -> !each.process().isAlive()).toList();
        for (Member each : dead) {
            forget(each);
        }
        return dead.size();
    }

    private void forget(Member member) throws IOException {
        member.process().close();
        gameservers.remove(member);
        orchestrators.remove(member);
    }

    /** Where to play, for {@code --target}. */
    String targets() {
        return String.join(",", orchestrators.stream().map(Member::address).toList());
    }

    OrbstrikeClient client() {
        return clientOf(orchestrators.toArray(Member[]::new));
    }

    static OrbstrikeClient clientOf(Member... orchestrators) {
        OrbstrikeClient.Builder builder = OrbstrikeClient.builder();
        Arrays.stream(orchestrators).forEach(each -> builder.target(each.address()));
        return builder.build();
    }

    /** The boards of all gameservers that answer, by id. */
    SortedMap<String, BoardState> boards() throws IOException {
        return boardsAsSeenBy(orchestrators.get(orchestrators.size() - 1));
    }

    /** The same, once these are among them and so many are played on: who does not answer leaves his out. */
    SortedMap<String, BoardState> boardsWith(Set<String> known, int played) {
        return await().until(
                        this::boards,
                        boards -> boards.keySet().containsAll(known)
                                && boards.values().stream()
                                                .filter(board -> board.players() > 0)
                                                .count()
                                        >= played);
    }

    /** The boards that a process says there are, once it can: a gameserver its own, an orchestrator all. */
    static SortedMap<String, BoardState> boardsAsSeenBy(Member member) throws IOException {
        SortedMap<String, BoardState> boards = new TreeMap<>();
        JsonNode answer = await().until(() -> RedisDeployment.tryAdmin(member.address(), "boards"), Optional::isPresent)
                .orElseThrow();
        for (JsonNode board : answer.get("boards")) {
            BoardState state = new BoardState(
                    board.get("gameserver").asText(),
                    board.get("epoch").asLong(),
                    board.get("tick").asLong(),
                    board.get("players").asInt(),
                    board.get("state").asText());
            boards.merge(
                    board.get("id").asText(),
                    state,
                    (one, other) -> one.epoch() > other.epoch() ? one : other); // a stale holder may still say so
        }
        return boards;
    }

    /** A board of these, which must be among them. */
    static BoardState boardOf(Map<String, BoardState> boards, String id) {
        return requireNonNull(boards.get(id), id);
    }

    /** The gameserver that has the most boards with so many players. */
    Member busiest(int players) throws IOException {
        Member busiest = gameservers.get(0);
        int boardsMax = -1;
        for (Member each : gameservers) {
            int boards = (int) boardsAsSeenBy(each).values().stream()
                    .filter(board -> board.players() >= players)
                    .count();
            if (boards > boardsMax) {
                busiest = each;
                boardsMax = boards;
            }
        }
        return busiest;
    }

    /** The address of who leads; empty if nobody does. */
    String leader() throws IOException {
        JsonNode leader = RedisDeployment.admin(
                        orchestrators.get(orchestrators.size() - 1).address(), "leader")
                .get("leader");
        return leader.isNull() ? "" : leader.get("address").asText();
    }

    /** The orchestrator that leads, once one does. */
    Member leading() {
        return await().until(
                        () -> {
                            String leader = leader();
                            return orchestrators.stream()
                                    .filter(each -> each.address().equals(leader))
                                    .findFirst();
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    /** Creates boards until so many more are on a gameserver; those. */
    SortedMap<String, BoardState> createBoardsOn(Member gameserver, OrbstrikeClient client, int count)
            throws IOException {
        return createBoardsOn(gameserver, () -> RedisDeployment.createBoard(client), count);
    }

    /** The same with boards of another kind. */
    SortedMap<String, BoardState> createBoardsOn(Member gameserver, Callable<?> creation, int count)
            throws IOException {
        Set<String> before = boardsAsSeenBy(gameserver).keySet();
        return await().until(
                        () -> {
                            creation.call();
                            SortedMap<String, BoardState> boards = boardsAsSeenBy(gameserver);
                            boards.keySet().removeAll(before);
                            return boards;
                        },
                        boards -> boards.size() >= count);
    }

    /** Waits until all of these boards are there, whoever has them. */
    void awaitBoards(Set<String> boards) {
        await().untilAsserted(() -> assertThat(boards().keySet()).containsAll(boards));
    }

    /** Waits until all of these boards are there again, each in an epoch above the one that it had. */
    void awaitEpochsAbove(SortedMap<String, BoardState> before) {
        assertThat(before).isNotEmpty();
        await().until(() -> {
            SortedMap<String, BoardState> now = boards();
            return before.entrySet().stream().allMatch(old -> {
                BoardState there = now.get(old.getKey());
                return there != null && there.epoch() > old.getValue().epoch();
            });
        });
    }

    /** Waits until somebody leads, and so many gameservers live and take boards. */
    void awaitLiveGameservers(int count) {
        await().until(() -> !leader().isEmpty());
        await().until(() -> leases().filter(lease -> lease.get("live").asBoolean()
                                && !lease.get("draining").asBoolean())
                        .count()
                == count);
    }

    /** Which builds the gameservers that live say they are. */
    Set<String> builds() throws IOException {
        return leases().filter(lease -> lease.get("live").asBoolean())
                .map(lease -> lease.get("build").asText())
                .collect(Collectors.toSet());
    }

    /** Patient, and looks less often than usual: each look asks processes that have something to do. */
    static ConditionFactory await() {
        return org.awaitility.Awaitility.await().atMost(PATIENCE).pollInterval(LOOK_INTERVAL);
    }

    private Stream<JsonNode> leases() throws IOException {
        JsonNode all = RedisDeployment.admin(
                        orchestrators.get(orchestrators.size() - 1).address(), "gameservers")
                .get("gameservers");
        List<JsonNode> leases = new ArrayList<>();
        all.forEach(leases::add);
        return leases.stream();
    }

    private ServerProcess run(List<String> what, String role, String... more) throws IOException {
        List<String> jvm = new ArrayList<>(JVM);
        jvm.addAll(what);
        List<String> arguments = new ArrayList<>(List.of(role));
        List<String> options = List.of(more);
        addUnlessSaid(arguments, options, "--redis", redis.uri());
        arguments.addAll(redis.options());
        addUnlessSaid(arguments, options, "--port", "0");
        arguments.addAll(List.of("--http-port", "0", "--bind", "127.0.0.1", "--lease-ttl", LEASE_TTL));
        if (role.equals("gameserver")) {
            addUnlessSaid(arguments, options, "--threads", "2"); // one may get stuck
        }
        arguments.addAll(options);
        return RedisDeployment.run(Map.of(), jvm, arguments.toArray(String[]::new));
    }

    private static void addUnlessSaid(List<String> arguments, List<String> said, String option, String value) {
        if (!said.contains(option)) {
            arguments.addAll(List.of(option, value));
        }
    }

    @Override
    public void close() throws IOException {
        for (Member member :
                Stream.concat(gameservers.stream(), orchestrators.stream()).toList()) {
            member.process().close();
        }
        redis.close();
    }
}
