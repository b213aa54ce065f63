package io.orbstrike.server.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.orbstrike.grpc.v1.GetLeaderRequest;
import io.orbstrike.grpc.v1.GetLeaderResponse;
import io.orbstrike.grpc.v1.Leader;
import io.orbstrike.server.config.CommonOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Command;

/** Shows which process leads. */
@Command(name = "leader", abbreviateSynopsis = true, description = "Shows which process leads the cluster.")
final class LeaderCommand extends AdminReport {

    private static final String ROW = "%-32s  %-24s  %s%n";

    LeaderCommand(Map<String, String> environment, Consumer<CommonOptions> beforeStart) {
        super(environment, beforeStart);
    }

    @Override
    void writeJson(AdminConnection cluster, JsonGenerator json) throws IOException {
        GetLeaderResponse response = read(cluster);
        if (!response.hasLeader()) {
            json.writeNullField("leader");
            return;
        }
        Leader leader = response.getLeader();
        json.writeObjectFieldStart("leader");
        json.writeStringField("id", leader.getId());
        json.writeStringField("address", leader.getAddress());
        json.writeNumberField("term", leader.getTerm());
        json.writeEndObject();
    }

    @Override
    void writeTable(AdminConnection cluster, PrintWriter out) {
        GetLeaderResponse response = read(cluster);
        if (!response.hasLeader()) {
            out.println(paint().bad("nobody leads"));
            return;
        }
        Leader leader = response.getLeader();
        out.print(paint().head(String.format(ROW, "LEADER", "ADDRESS", "TERM")));
        out.printf(ROW, leader.getId(), leader.getAddress(), leader.getTerm());
    }

    private static GetLeaderResponse read(AdminConnection cluster) {
        return cluster.call(admin -> admin.getLeader(GetLeaderRequest.getDefaultInstance()));
    }
}
