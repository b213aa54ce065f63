package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import io.grpc.Status;
import io.orbstrike.grpc.ticket.ClusterCredentials;
import io.orbstrike.grpc.ticket.CredentialRefusal;
import io.orbstrike.grpc.v1.AdminGrpc;
import io.orbstrike.grpc.v1.AdminListBoardsRequest;
import io.orbstrike.grpc.v1.DrainGameserverRequest;
import io.orbstrike.grpc.v1.GetLeaderRequest;
import io.orbstrike.grpc.v1.GetLeaderResponse;
import io.orbstrike.grpc.v1.ListGameserversRequest;
import io.orbstrike.grpc.v1.ListGameserversResponse;
import io.orbstrike.grpc.v1.MoveBoardRequest;
import io.orbstrike.grpc.v1.ReleaseBoardRequest;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators ask as browsers have it: over the Connect protocol, with the checks of gRPC. */
class WebAdminIT {

    private static final Map<String, Message> CALLS = Map.of(
            "ListGameservers", ListGameserversRequest.getDefaultInstance(),
            "ListBoards", AdminListBoardsRequest.getDefaultInstance(),
            "GetLeader", GetLeaderRequest.getDefaultInstance(),
            "DrainGameserver", DrainGameserverRequest.getDefaultInstance(),
            "MoveBoard", MoveBoardRequest.getDefaultInstance(),
            "ReleaseBoard", ReleaseBoardRequest.getDefaultInstance());

    private final ClusterCredentials credentials =
            ClusterCredentials.of(List.of(GrpcRig.secret(1)), InstantSource.system());
    private final GrpcRig rig = GrpcRig.startWithAdmin(credentials);
    private final WebRig web = WebRig.withoutPlayers(rig.loops);

    @AfterEach
    void close() {
        web.close();
        rig.close();
    }

    private HttpRequest.Builder call(String method, Message request) {
        return web.callOf(AdminGrpc.SERVICE_NAME, method, request);
    }

    private HttpRequest.Builder leader() {
        return call("GetLeader", GetLeaderRequest.getDefaultInstance());
    }

    private static HttpRequest.Builder with(HttpRequest.Builder call, String credential) {
        return call.header("authorization", "Bearer " + credential);
    }

    private static void assertUnauthenticated(HttpRequest.Builder call, CredentialRefusal why) {
        HttpResponse<byte[]> response = WebRig.send(call);
        assertThat(response.statusCode()).isEqualTo(401);
        Struct error = error(response);
        assertThat(error.getFieldsOrThrow("code").getStringValue()).isEqualTo("unauthenticated");
        assertThat(error.getFieldsOrThrow("message").getStringValue()).isEqualTo(why.message());
        assertThat(error.getFieldsOrThrow("details").toString()).contains("BAD_CREDENTIAL");
    }

    private static Struct error(HttpResponse<byte[]> response) {
        Struct.Builder error = Struct.newBuilder();
        try {
            JsonFormat.parser().merge(new String(response.body(), StandardCharsets.UTF_8), error);
        } catch (InvalidProtocolBufferException e) {
            throw new UncheckedIOException(e);
        }
        return error.build();
    }

    @Test
    void shouldRefuseEveryCallWithoutAndWithAWrongOrExpiredCredential() {
        web.server.serve(rig.server.operatorCalls());
        String foreign = ClusterCredentials.of(List.of(GrpcRig.secret(9)), InstantSource.system())
                .sign(AdminGrpc.SERVICE_NAME);
        String forProcesses = credentials.sign("orbstrike.v1.Gameserver");
        Instant longAgo = Instant.now().minus(Duration.ofSeconds(61));
        String expired =
                ClusterCredentials.of(List.of(GrpcRig.secret(1)), () -> longAgo).sign(AdminGrpc.SERVICE_NAME);
        CALLS.forEach((method, request) -> {
            assertUnauthenticated(call(method, request), CredentialRefusal.MISSING);
            assertUnauthenticated(with(call(method, request), foreign), CredentialRefusal.UNKNOWN_KEY);
            assertUnauthenticated(with(call(method, request), forProcesses), CredentialRefusal.WRONG_AUDIENCE);
            assertUnauthenticated(with(call(method, request), expired), CredentialRefusal.EXPIRED);
        });
        await().untilAsserted(() -> assertThat(rig.server.counters().adminCalls(Status.Code.UNAUTHENTICATED))
                .isEqualTo(4L * CALLS.size())); // counted after the answer
        assertThat(credentials.refusedCount(CredentialRefusal.EXPIRED)).isEqualTo(CALLS.size());
    }

    @Test
    void shouldAnswerWhoHasACredential() {
        GrpcRig.await(rig.gameserver.login("gameserver-1:10187"));
        web.server.serve(rig.server.operatorCalls());
        ListGameserversResponse answer = WebRig.answer(
                with(
                        call("ListGameservers", ListGameserversRequest.getDefaultInstance()),
                        credentials.sign(AdminGrpc.SERVICE_NAME, Duration.ofMinutes(15))),
                ListGameserversResponse.parser());
        assertThat(answer.getGameserversList())
                .singleElement()
                .matches(gameserver -> gameserver.getAddress().equals("gameserver-1:10187"));
    }

    @Test
    void shouldSayThatOperatorsAreNotServedYet() {
        HttpResponse<byte[]> response = WebRig.send(leader());
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("not served here, or not yet");
    }

    @Test
    void shouldRefusePagesOfOthersThoughTheyHaveACredential() {
        web.server.serve(rig.server.operatorCalls());
        HttpRequest.Builder call = with(leader(), credentials.sign(AdminGrpc.SERVICE_NAME));
        assertThat(WebRig.send(call.header("origin", "http://elsewhere.example"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void shouldBeOpenToThisMachineWhereItIsSaidToBe() {
        web.server.serveOpenly(rig.server.operatorCalls(), credentials);
        GetLeaderResponse answer = WebRig.answer(leader(), GetLeaderResponse.parser());
        assertThat(answer.hasLeader()).isFalse();
        assertUnauthenticated(with(leader(), "x"), CredentialRefusal.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"forwarded", "x-forwarded-for", "x-real-ip"})
    void shouldNotBeOpenToWhoComesThroughAProxy(String header) {
        web.server.serveOpenly(rig.server.operatorCalls(), credentials);
        assertUnauthenticated(leader().header(header, "127.0.0.1"), CredentialRefusal.MISSING);
    }
}
