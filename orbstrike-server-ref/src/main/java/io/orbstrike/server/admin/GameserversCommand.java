package io.orbstrike.server.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.orbstrike.grpc.v1.GameserverInfo;
import io.orbstrike.grpc.v1.ListGameserversRequest;
import io.orbstrike.server.config.CommonOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import picocli.CommandLine.Command;

/** Shows the gameservers of the cluster. */
@Command(
        name = "gameservers",
        abbreviateSynopsis = true,
        description = "Shows the gameservers that have logged in, and those whose lease has ended.")
final class GameserversCommand extends AdminReport {

    private static final String ROW = "%-32s  %-24s  %s  %15s  %19s  %7s  %4s%n";
    private static final String LEASE = "%-8s";
    private static final int PERMILLE_PER_PERCENT = 10;

    GameserversCommand(Map<String, String> environment, Consumer<CommonOptions> beforeStart) {
        super(environment, beforeStart);
    }

    @Override
    void writeJson(AdminConnection cluster, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("gameservers");
        for (GameserverInfo gameserver : read(cluster)) {
            json.writeStartObject();
            json.writeStringField("id", gameserver.getId());
            json.writeStringField("address", gameserver.getAddress());
            json.writeStringField("build", gameserver.getBuild());
            json.writeObjectFieldStart("labels");
            for (Map.Entry<String, String> label : new TreeMap<>(gameserver.getLabelsMap()).entrySet()) {
                json.writeStringField(label.getKey(), label.getValue());
            }
            json.writeEndObject();
            json.writeArrayFieldStart("types");
            for (String type : gameserver.getTypesList()) {
                json.writeString(type);
            }
            json.writeEndArray();
            json.writeBooleanField("live", gameserver.getLive());
            json.writeNumberField("expiresInMs", gameserver.getExpiresInMs());
            json.writeBooleanField("draining", gameserver.getDraining());
            json.writeNumberField("boards", gameserver.getBoards());
            json.writeNumberField("maxBoards", gameserver.getMaxBoards());
            json.writeNumberField("places", gameserver.getPlaces());
            json.writeNumberField("maxPlaces", gameserver.getMaxPlaces());
            json.writeNumberField("players", gameserver.getPlayers());
            json.writeNumberField("utilisationPermille", gameserver.getUtilisationPermille());
            json.writeNumberField("tickLatenessUsMean", gameserver.getTickLatenessUsMean());
            json.writeNumberField("tickLatenessUsMax", gameserver.getTickLatenessUsMax());
            json.writeNumberField("syncLagMs", gameserver.getSyncLagMs());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    @Override
    void writeTable(AdminConnection cluster, PrintWriter out) {
        List<GameserverInfo> gameservers = read(cluster);
        out.print(paint().head(String.format(
                ROW, "GAMESERVER", "ADDRESS", String.format(LEASE, "LEASE"), "BOARDS", "PLACES", "PLAYERS", "BUSY")));
        for (GameserverInfo gameserver : gameservers) {
            out.printf(
                    ROW,
                    gameserver.getId(),
                    gameserver.getAddress(),
                    lease(gameserver),
                    gameserver.getBoards() + "/" + gameserver.getMaxBoards(),
                    gameserver.getPlaces() + "/" + gameserver.getMaxPlaces(),
                    gameserver.getPlayers(),
                    gameserver.getUtilisationPermille() / PERMILLE_PER_PERCENT + "%");
        }
    }

    private String lease(GameserverInfo gameserver) {
        if (!gameserver.getLive()) {
            return paint().bad(String.format(LEASE, "ended"));
        }
        return gameserver.getDraining()
                ? paint().passing(String.format(LEASE, "draining"))
                : paint().good(String.format(LEASE, "live"));
    }

    private static List<GameserverInfo> read(AdminConnection cluster) {
        return cluster.call(admin -> admin.listGameservers(ListGameserversRequest.getDefaultInstance()))
                .getGameserversList();
    }
}
