package io.orbstrike.server;

import static io.orbstrike.server.ClusterDeployment.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orbstrike.board.BoardId;
import io.orbstrike.board.FrameKind;
import io.orbstrike.grpc.client.OrbstrikeClient;
import io.orbstrike.server.ServerProcess.Ready;
import io.orbstrike.server.admin.AdminCommand;
import io.orbstrike.server.config.CommandRun;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A whole cluster in one process on the embedded store, as a newcomer starts it. */
@Timeout(120)
class StandaloneClusterIT {

    private static final int BOTS = 3;

    @Test
    void shouldHandBoardsOverUnderOpenStreamsWhenAGameserverIsDrained() throws Exception {
        try (ServerProcess server = RedisDeployment.run(
                Map.of(),
                "standalone",
                "--gameservers",
                "2",
                "--bots",
                Integer.toString(BOTS),
                "--port",
                "0",
                "--http-port",
                "0")) {
            Ready ready = server.awaitReady();
            try (OrbstrikeClient client =
                    OrbstrikeClient.builder().target(ready.grpc()).build()) {
                BoardId board = RedisDeployment.createBoard(client).id();
                PlayingPlayer player = PlayingPlayer.join(client, board, "tester");
                await().until(() -> !player.newestLiving().isEmpty());
                await().until(() -> streams(ready) == BOTS + 1);
                String source = holders(ready).getOrDefault(board.toString(), "nobody");

                drain(ready, source);
                await().until(() -> player.epochs().size() == 2);
                long epoch = player.epochs().lastKey();
                assertThat(player.epochs()).containsEntry(epoch, FrameKind.KEYFRAME);
                await().untilAsserted(() -> assertThat(holders(ready)) // the bots' board, too
                        .hasSize(2)
                        .doesNotContainValue(source));
                await().until(() -> player.lastTicks().getOrDefault(epoch, 0L)
                        > player.firstTicks().getOrDefault(epoch, 0L) + 20);
                assertThat(streams(ready)).isEqualTo(BOTS + 1);
                player.assertNoStepWasLost();
                player.assertUninterrupted();
            }
            assertThat(server.stop()).isZero();
        }
    }

    /** Streams of players, whichever gameservers they are led to. */
    private static int streams(Ready ready) throws IOException, InterruptedException {
        return (int) RedisDeployment.metric(ready, "orbstrike_play_streams");
    }

    private static void drain(Ready ready, String gameserver) {
        Map<String, String> environment = Map.of("ORBSTRIKE_SECRET", RedisDeployment.SECRET);
        CommandRun run = CommandRun.of(
                AdminCommand.create(environment, common -> {}),
                environment,
                "admin",
                "drain",
                gameserver,
                "--target",
                ready.grpc());
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("gameserver " + gameserver + " hands its boards over" + System.lineSeparator());
    }

    /** Which gameserver has which board. */
    private static Map<String, String> holders(Ready ready) throws IOException {
        Map<String, String> holders = new HashMap<>();
        for (JsonNode board : RedisDeployment.admin(ready.grpc(), "boards").get("boards")) {
            holders.put(board.get("id").asText(), board.get("gameserver").asText());
        }
        return holders;
    }
}
