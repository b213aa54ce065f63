package io.orbstrike.server.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.orbstrike.grpc.v1.DrainGameserverRequest;
import io.orbstrike.grpc.v1.DrainGameserverResponse;
import io.orbstrike.server.config.CommonOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Has a gameserver hand its boards over. */
@Command(
        name = "drain",
        abbreviateSynopsis = true,
        description = "Has a gameserver take no more boards, and hand over those that it has; it stays.")
final class DrainCommand extends AdminRequest {

    @Parameters(paramLabel = "GAMESERVER", description = "The id of the gameserver, 32 hexadecimal digits.")
    private String gameserver = "";

    DrainCommand(Map<String, String> environment, Consumer<CommonOptions> beforeStart) {
        super(environment, beforeStart);
    }

    @Override
    void writeJson(AdminConnection cluster, JsonGenerator json) throws IOException {
        drain(cluster);
        json.writeStringField("draining", gameserver);
    }

    @Override
    void writeTable(AdminConnection cluster, PrintWriter out) {
        drain(cluster);
        out.println("gameserver " + gameserver + " hands its boards over");
    }

    private void drain(AdminConnection cluster) {
        DrainGameserverRequest request =
                DrainGameserverRequest.newBuilder().setGameserver(gameserver).build();
        DrainGameserverResponse unused = cluster.call(admin -> admin.drainGameserver(request));
    }
}
