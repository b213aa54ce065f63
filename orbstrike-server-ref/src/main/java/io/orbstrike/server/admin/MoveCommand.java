package io.orbstrike.server.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.orbstrike.grpc.v1.MoveBoardRequest;
import io.orbstrike.server.config.CommonOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Has a board handed over to a gameserver. */
@Command(
        name = "move",
        abbreviateSynopsis = true,
        description = "Has a board handed over to a gameserver, while its players play on.")
final class MoveCommand extends AdminRequest {

    @Parameters(index = "0", paramLabel = "BOARD", description = "The id of the board, 32 hexadecimal digits.")
    private String board = "";

    @Parameters(
            index = "1",
            paramLabel = "GAMESERVER",
            description = "The id of the gameserver that is to have it, 32 hexadecimal digits.")
    private String gameserver = "";

    MoveCommand(Map<String, String> environment, Consumer<CommonOptions> beforeStart) {
        super(environment, beforeStart);
    }

    @Override
    void writeJson(AdminConnection cluster, JsonGenerator json) throws IOException {
        long epoch = move(cluster);
        json.writeStringField("board", board);
        json.writeStringField("gameserver", gameserver);
        json.writeNumberField("epoch", epoch);
    }

    @Override
    void writeTable(AdminConnection cluster, PrintWriter out) {
        out.println("board " + board + " is at " + gameserver + " in epoch " + move(cluster));
    }

    private long move(AdminConnection cluster) {
        MoveBoardRequest request = MoveBoardRequest.newBuilder()
                .setBoardId(board)
                .setGameserver(gameserver)
                .build();
        return cluster.call(admin -> admin.moveBoard(request)).getEpoch();
    }
}
