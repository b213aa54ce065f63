package io.orbstrike.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process of {@code bots} that plays, and judges every frame, until it is told to end. */
final class PlayingBots implements AutoCloseable {

    private static final List<String> WHAT_TIME_ALLOWS =
            List.of("--max-missed", "100%", "--max-gap", "10s", "--max-failover-gap", "40s");

    private final ServerProcess process;
    private final Path json;
    private final int players;

    private PlayingBots(ServerProcess process, Path json, int players) {
        this.process = process;
        this.json = json;
        this.players = players;
    }

    /** Starts them; how late frames are, and which share of so short a play they miss, is not judged here. */
    static PlayingBots start(ClusterDeployment cluster, String targets, int boards, int players)
            throws IOException, InterruptedException {
        Path json = Files.createTempFile("orbstrike-bots", ".json");
        List<String> command = new ArrayList<>(List.of("bots", "--target", targets));
        command.addAll(List.of("--boards", Integer.toString(boards), "--players", Integer.toString(players)));
        command.addAll(List.of("--warmup", "0", "--duration", "1h", "--json", json.toString()));
        command.addAll(WHAT_TIME_ALLOWS);
        ClusterDeployment.await().until(() -> streams(cluster) == 0);
        ServerProcess process = ServerProcess.start(command.toArray(String[]::new));
        PlayingBots bots = new PlayingBots(process, json, boards * players);
        try {
            ClusterDeployment.await().until(() -> {
                assertThat(process.isAlive()).as(process.err()).isTrue();
                return streams(cluster) == boards * players;
            });
        } catch (Throwable e) {
            bots.close();
            throw e;
        }
        return bots;
    }

    private static int streams(ClusterDeployment cluster) throws IOException, InterruptedException {
        double streams = 0;
        for (ClusterDeployment.Member orchestrator : cluster.orchestrators()) {
            streams += orchestrator.metric("orbstrike_play_streams");
        }
        return (int) streams;
    }

    /** Ends them, and checks that nothing was wrong with what they saw. */
    JsonNode end() throws IOException, InterruptedException {
        process.terminate();
        int exitCode = process.awaitEnd(ClusterDeployment.PATIENCE);
        String said = process.out() + process.err();
        JsonNode report = new ObjectMapper().readTree(Files.readString(json));
        assertThat(report.get("violations")).as(said).isEmpty();
        assertThat(report.get("regressions").asInt()).as(said).isZero();
        assertThat(report.get("streamErrors").asInt()).as(said).isZero();
        assertThat(report.get("framesReceived").asLong()).as(said).isPositive();
        assertThat(report.get("playersSeen").asInt()).as(said).isEqualTo(players);
        assertThat(exitCode).as(said).isZero();
        return report;
    }

    /** Ends them, and checks besides that no stream of theirs broke. */
    void endUninterrupted() throws IOException, InterruptedException {
        JsonNode report = end();
        assertThat(report.get("reconnects").asInt()).as(report.toString()).isZero();
    }

    @Override
    public void close() throws IOException {
        process.close();
        Files.deleteIfExists(json);
    }
}
