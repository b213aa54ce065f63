package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.orbstrike.cluster.PeerAddressAuthenticator;
import io.orbstrike.grpc.v1.CreateBoardRequest;
import io.orbstrike.grpc.v1.CreateBoardResponse;
import io.orbstrike.grpc.v1.GetBoardRequest;
import io.orbstrike.grpc.v1.JoinBoardRequest;
import io.orbstrike.grpc.v1.LeaveBoardRequest;
import io.orbstrike.grpc.v1.ListBoardsRequest;
import io.orbstrike.grpc.v1.ListBoardsResponse;
import io.orbstrike.store.Creator;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The lobby as browsers have it: over the Connect protocol. */
class WebLobbyIT {

    private final List<Creator> creators = new CopyOnWriteArrayList<>();
    private final GrpcRig rig = GrpcRig.start(builder -> builder.authenticator(caller -> {
        Creator creator =
                PeerAddressAuthenticator.behind(List.of("127.0.0.0/8")).creatorOf(caller);
        creators.add(creator);
        return creator;
    }));
    private final WebRig web = WebRig.of(rig.loops, rig.server);

    @AfterEach
    void close() {
        web.close();
        rig.close();
    }

    private static CreateBoardRequest.Builder creation() {
        return CreateBoardRequest.newBuilder()
                .setIdempotencyKey(ByteString.copyFrom(new byte[32]))
                .setType("tally")
                .setListed(true)
                .setRules(ByteString.copyFrom(new byte[] {4, 5, 0}));
    }

    private static Struct error(HttpResponse<byte[]> response) throws InvalidProtocolBufferException {
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        Struct.Builder error = Struct.newBuilder();
        JsonFormat.parser().merge(new String(response.body(), StandardCharsets.UTF_8), error);
        return error.build();
    }

    private static String text(Struct of, String field) {
        return of.getFieldsOrThrow(field).getStringValue();
    }

    @Test
    void shouldListWhatWasCreated() {
        String id = WebRig.answer(web.call("CreateBoard", creation().build()), CreateBoardResponse.parser())
                .getBoard()
                .getId();
        ListBoardsResponse listed = WebRig.answer(
                web.call("ListBoards", ListBoardsRequest.getDefaultInstance()), ListBoardsResponse.parser());
        assertThat(listed.getBoardsList()).anyMatch(board -> board.getId().equals(id));
        await().until(() -> rig.server.counters().lobbyCalls(Status.Code.OK) == 2); // counted after the answer
    }

    @Test
    void shouldKnowTheCreatorByHisConnectionOrByWhatATrustedProxyForwards() {
        HttpRequest.Builder direct = web.call("CreateBoard", creation().build());
        assertThat(WebRig.send(direct).statusCode()).isEqualTo(200);
        HttpRequest.Builder forwarded =
                web.call("CreateBoard", creation().build()).header("X-Forwarded-For", "1.2.3.4, 9.8.7.6");
        assertThat(WebRig.send(forwarded).statusCode()).isEqualTo(200);
        assertThat(creators).containsExactly(new Creator("127.0.0.1"), new Creator("9.8.7.6"));
    }

    @Test
    void shouldTellAnErrorWithItsDetails() throws InvalidProtocolBufferException {
        GetBoardRequest unknown =
                GetBoardRequest.newBuilder().setBoardId("0".repeat(32)).build();
        HttpResponse<byte[]> response = WebRig.send(web.call("GetBoard", unknown));
        assertThat(response.statusCode()).isEqualTo(404);
        Struct error = error(response);
        assertThat(text(error, "code")).isEqualTo("not_found");
        assertThat(text(error, "message")).contains("no such board");
        List<Value> details = error.getFieldsOrThrow("details").getListValue().getValuesList();
        Struct detail = details.get(0).getStructValue();
        assertThat(text(detail, "type")).isEqualTo("google.rpc.ErrorInfo");
        ErrorInfo info = ErrorInfo.parseFrom(Base64.getDecoder().decode(text(detail, "value")));
        assertThat(info.getReason()).isEqualTo("UNKNOWN_BOARD");
        Struct debug = detail.getFieldsOrThrow("debug").getStructValue();
        assertThat(text(debug, "reason")).isEqualTo("UNKNOWN_BOARD");
    }

    @Test
    void shouldNameTheFieldThatIsWrong() throws InvalidProtocolBufferException {
        HttpResponse<byte[]> response = WebRig.send(web.call(
                "JoinBoard", JoinBoardRequest.newBuilder().setBoardId("x").build()));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error(response).toString()).contains("invalid_argument").contains("google.rpc.BadRequest");
    }

    @Test
    void shouldRefuseToLeaveWithoutATicket() throws InvalidProtocolBufferException {
        HttpResponse<byte[]> response = WebRig.send(web.call("LeaveBoard", LeaveBoardRequest.getDefaultInstance()));
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(text(error(response), "code")).isEqualTo("unauthenticated");
    }

    @Test
    void shouldRefuseBytesThatAreNoRequest() throws InvalidProtocolBufferException {
        HttpRequest.Builder nonsense = web.request("/orbstrike.v1.Lobby/GetBoard")
                .header("content-type", "application/proto")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {(byte) 0xff}));
        HttpResponse<byte[]> response = WebRig.send(nonsense);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error(response).toString()).contains("MALFORMED_BYTES");
    }

    @Test
    void shouldTakeTheLongestRulesAndRefuseALongerBody() {
        CreateBoardRequest longest =
                creation().setRules(ByteString.copyFrom(new byte[64 * 1024])).build();
        assertThat(WebRig.send(web.call("CreateBoard", longest)).statusCode()).isEqualTo(400);
        CreateBoardRequest longer =
                creation().setRules(ByteString.copyFrom(new byte[80_000])).build();
        assertThat(WebRig.send(web.call("CreateBoard", longer)).statusCode()).isEqualTo(413);
    }

    @Test
    void shouldHonourTheCallersTimeout() throws InvalidProtocolBufferException {
        HttpRequest.Builder call = web.call("CreateBoard", creation().build());
        assertThat(WebRig.send(call.copy().header("connect-timeout-ms", "5000")).statusCode())
                .isEqualTo(200);
        HttpResponse<byte[]> wrong = WebRig.send(call.copy().header("connect-timeout-ms", "soon"));
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(text(error(wrong), "code")).isEqualTo("invalid_argument");
    }

    @Test
    void shouldServeTheLobbyAloneAndItByPostOfItsOwnTypeAlone() throws InvalidProtocolBufferException {
        assertThat(WebRig.send(web.request("/orbstrike.v1.Lobby/ListBoards")).statusCode())
                .isEqualTo(405);
        HttpRequest.Builder json = web.request("/orbstrike.v1.Lobby/ListBoards")
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"));
        HttpResponse<byte[]> refused = WebRig.send(json);
        assertThat(refused.statusCode()).isEqualTo(415);
        assertThat(refused.headers().firstValue("accept-post")).contains("application/proto");
        HttpResponse<byte[]> unknown = WebRig.send(web.call("DropBoard", ListBoardsRequest.getDefaultInstance()));
        assertThat(unknown.statusCode()).isEqualTo(501);
        assertThat(text(error(unknown), "code")).isEqualTo("unimplemented");
        HttpRequest.Builder admin = web.request("/orbstrike.v1.Admin/ListGameservers")
                .header("content-type", "application/proto")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[0]));
        assertThat(WebRig.send(admin).statusCode()).isEqualTo(503);
    }

    @Test
    void shouldRefusePagesOfOthersAndAnswerItsOwn() {
        HttpRequest.Builder call = web.call("ListBoards", ListBoardsRequest.getDefaultInstance());
        assertThat(WebRig.send(call.copy().header("origin", "http://elsewhere.example"))
                        .statusCode())
                .isEqualTo(403);
        String own =
                "http://" + web.address().getHostString() + ":" + web.address().getPort();
        assertThat(WebRig.send(call.copy().header("origin", own)).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldSayThatNobodyIsServedYet() throws InvalidProtocolBufferException {
        try (WebRig early = WebRig.withoutPlayers(rig.loops)) {
            HttpResponse<byte[]> response =
                    WebRig.send(early.call("ListBoards", ListBoardsRequest.getDefaultInstance()));
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(text(error(response), "code")).isEqualTo("unavailable");
        }
    }
}
