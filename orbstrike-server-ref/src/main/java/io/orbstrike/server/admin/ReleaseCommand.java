package io.orbstrike.server.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.orbstrike.grpc.v1.ReleaseBoardRequest;
import io.orbstrike.server.config.CommonOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Releases a board from quarantine. */
@Command(
        name = "release",
        abbreviateSynopsis = true,
        description = "Releases a board from quarantine, so that it is ticked again.")
final class ReleaseCommand extends AdminRequest {

    @Parameters(paramLabel = "BOARD", description = "The id of the board, 32 hexadecimal digits.")
    private String board = "";

    ReleaseCommand(Map<String, String> environment, Consumer<CommonOptions> beforeStart) {
        super(environment, beforeStart);
    }

    @Override
    void writeJson(AdminConnection cluster, JsonGenerator json) throws IOException {
        long epoch = release(cluster);
        json.writeStringField("board", board);
        json.writeNumberField("epoch", epoch);
    }

    @Override
    void writeTable(AdminConnection cluster, PrintWriter out) {
        out.println("board " + board + " is ticked again in epoch " + release(cluster));
    }

    private long release(AdminConnection cluster) {
        ReleaseBoardRequest request =
                ReleaseBoardRequest.newBuilder().setBoardId(board).build();
        return cluster.call(admin -> admin.releaseBoard(request)).getEpoch();
    }
}
