package io.orbstrike.server.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.orbstrike.grpc.v1.AdminBoard;
import io.orbstrike.grpc.v1.AdminBoardState;
import io.orbstrike.grpc.v1.AdminListBoardsRequest;
import io.orbstrike.grpc.v1.AdminListBoardsResponse;
import io.orbstrike.server.config.CommonOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Command;

/** Shows the boards of the process that is asked. */
@Command(
        name = "boards",
        abbreviateSynopsis = true,
        description = "Shows the boards of the process that is asked, with their gameserver and what they are doing.")
final class BoardsCommand extends AdminReport {

    private static final int PAGE_SIZE = 1_000;
    private static final String STATE_PREFIX = "ADMIN_BOARD_STATE_";
    private static final String ROW = "%-32s  %-12s  %-13s  %12s  %-32s  %7s  %s%n";

    BoardsCommand(Map<String, String> environment, Consumer<CommonOptions> beforeStart) {
        super(environment, beforeStart);
    }

    @Override
    void writeJson(AdminConnection cluster, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("boards");
        for (AdminBoard board : read(cluster)) {
            json.writeStartObject();
            json.writeStringField("id", board.getId());
            json.writeStringField("type", board.getType());
            json.writeNumberField("epoch", board.getEpoch());
            json.writeNumberField("tick", board.getTick());
            json.writeStringField("gameserver", board.getGameserver());
            json.writeNumberField("players", board.getPlayers());
            json.writeStringField("state", word(board.getState()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    @Override
    void writeTable(AdminConnection cluster, PrintWriter out) {
        out.print(paint().head(String.format(ROW, "BOARD", "TYPE", "EPOCH", "TICK", "GAMESERVER", "PLAYERS", "STATE")));
        for (AdminBoard board : read(cluster)) {
            out.printf(
                    ROW,
                    board.getId(),
                    board.getType(),
                    board.getEpoch(),
                    board.getTick(),
                    board.getGameserver(),
                    board.getPlayers(),
                    state(board.getState()));
        }
    }

    private String state(AdminBoardState state) {
        String word = word(state);
        return switch (state) {
            case ADMIN_BOARD_STATE_QUARANTINED -> paint().bad(word);
            default -> word;
        };
    }

    private static String word(AdminBoardState state) {
        return state.name().replace(STATE_PREFIX, "").toLowerCase(Locale.ROOT);
    }

    private static List<AdminBoard> read(AdminConnection cluster) {
        List<AdminBoard> boards = new ArrayList<>();
        String token = "";
        do {
            AdminListBoardsRequest request = AdminListBoardsRequest.newBuilder()
                    .setPageSize(PAGE_SIZE)
                    .setPageToken(token)
                    .build();
            AdminListBoardsResponse page = cluster.call(admin -> admin.listBoards(request));
            boards.addAll(page.getBoardsList());
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        return boards;
    }
}
