package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orbstrike.cluster.Lobby.BoardFacts;
import io.orbstrike.grpc.client.CallFailedException;
import io.orbstrike.grpc.client.Failures;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.grpc.ticket.ClusterCredentials;
import io.orbstrike.grpc.ticket.CredentialRefusal;
import io.orbstrike.grpc.v1.AdminBoard;
import io.orbstrike.grpc.v1.AdminBoardState;
import io.orbstrike.grpc.v1.AdminGrpc;
import io.orbstrike.grpc.v1.AdminListBoardsRequest;
import io.orbstrike.grpc.v1.AdminListBoardsResponse;
import io.orbstrike.grpc.v1.GameserverInfo;
import io.orbstrike.grpc.v1.GetLeaderRequest;
import io.orbstrike.grpc.v1.GetLeaderResponse;
import io.orbstrike.grpc.v1.ListGameserversRequest;
import io.orbstrike.grpc.v1.ListGameserversResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The Admin service as an operator's client sees it: who is let in, and what he is shown. */
class AdminIT {

    private static final ClusterCredentials CREDENTIALS =
            ClusterCredentials.of(List.of(GrpcRig.secret(1)), InstantSource.system());

    private static GrpcRig rig;
    private static AdminGrpc.AdminBlockingStub admin;

    @BeforeAll
    static void start() {
        rig = GrpcRig.startWithAdmin(CREDENTIALS);
        GrpcRig.await(rig.gameserver.login("gameserver-1:10187"));
        admin = with(CREDENTIALS.sign(AdminGrpc.SERVICE_NAME));
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @Test
    void shouldRefuseAndCountWhoHasNoCredentialOfTheCluster() {
        String service = AdminGrpc.SERVICE_NAME;
        BoardFacts board = rig.createBoard();
        Seat seat = rig.join(board.id(), "ann");
        String foreign = ClusterCredentials.of(List.of(GrpcRig.secret(9)), InstantSource.system())
                .sign(service);
        Instant longAgo = Instant.now().minus(Duration.ofSeconds(61));
        String expired =
                ClusterCredentials.of(List.of(GrpcRig.secret(1)), () -> longAgo).sign(service);
        double unauthenticated = calls(Status.Code.UNAUTHENTICATED);
        assertRefused(AdminGrpc.newBlockingStub(rig.channel()), CredentialRefusal.MISSING);
        assertRefused(with("x"), CredentialRefusal.MALFORMED);
        assertRefused(with(foreign), CredentialRefusal.UNKNOWN_KEY);
        assertRefused(with(seat.ticket()), CredentialRefusal.UNKNOWN_KEY);
        assertRefused(with(expired), CredentialRefusal.EXPIRED);
        assertRefused(with(CREDENTIALS.sign("orbstrike.v1.Gameserver")), CredentialRefusal.WRONG_AUDIENCE);
        assertThat(calls(Status.Code.UNAUTHENTICATED)).isEqualTo(unauthenticated + 18);
    }

    @Test
    void shouldShowTheGameserverThatHasLoggedIn() {
        ListGameserversResponse response = admin.listGameservers(ListGameserversRequest.getDefaultInstance());
        assertThat(response.getGameserversList()).hasSize(1);
        GameserverInfo gameserver = response.getGameservers(0);
        assertThat(gameserver.getId()).isEqualTo(rig.gameserver.incarnation().toString());
        assertThat(gameserver.getAddress()).isEqualTo("gameserver-1:10187");
        assertThat(gameserver.getLive()).isTrue();
        assertThat(gameserver.getExpiresInMs()).isBetween(1L, 2_000L);
        assertThat(gameserver.getDraining()).isFalse();
        assertThat(gameserver.getTypesList()).containsExactly("tally");
        assertThat(gameserver.getMaxBoards()).isEqualTo(10_000);
        assertThat(gameserver.getMaxPlaces()).isEqualTo(200_000);
    }

    @Test
    void shouldShowEveryBoardOnceAPageAtATimeWhetherListedOrNot() {
        List<String> created = Stream.generate(rig::createBoard)
                .limit(5)
                .map(board -> board.id().toString())
                .toList();
        List<AdminBoard> shown = new ArrayList<>();
        String token = "";
        do {
            AdminListBoardsResponse page = admin.listBoards(AdminListBoardsRequest.newBuilder()
                    .setPageSize(2)
                    .setPageToken(token)
                    .build());
            assertThat(page.getBoardsCount()).isLessThanOrEqualTo(2);
            shown.addAll(page.getBoardsList());
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        assertThat(shown).extracting(AdminBoard::getId).doesNotHaveDuplicates().containsAll(created);
        assertThat(shown).isSortedAccordingTo(Comparator.comparing(AdminBoard::getId));
    }

    @Test
    void shouldShowWhatABoardIsDoing() {
        BoardFacts board = rig.createBoard();
        rig.join(board.id(), "ann");
        AdminBoard shown = await().until(() -> shown(board), each -> each.getTick() > 0 && each.getPlayers() > 0);
        assertThat(shown.getType()).isEqualTo("tally");
        assertThat(shown.getEpoch()).isEqualTo(board.epoch());
        assertThat(shown.getPlayers()).isEqualTo(1);
        assertThat(shown.getGameserver()).isEqualTo(rig.gameserver.incarnation().toString());
        assertThat(shown.getState()).isEqualTo(AdminBoardState.ADMIN_BOARD_STATE_RUNNING);
    }

    @Test
    void shouldSayThatNobodyLeads() {
        GetLeaderResponse response = admin.getLeader(GetLeaderRequest.getDefaultInstance());
        assertThat(response.hasLeader()).isFalse();
    }

    @Test
    void shouldNameFieldValueAndBoundWhenThePageIsNone() {
        assertFails(
                () -> admin.listBoards(
                        AdminListBoardsRequest.newBuilder().setPageSize(1_001).build()),
                "INVALID_ARGUMENT: page_size 1001: must be 0 to 1000 boards");
        assertFails(
                () -> admin.listBoards(
                        AdminListBoardsRequest.newBuilder().setPageToken("x").build()),
                "INVALID_ARGUMENT: page_token \"x\": must be what a page named");
        assertFails(
                () -> admin.listBoards(AdminListBoardsRequest.newBuilder()
                        .setPageToken("x".repeat(1_025))
                        .build()),
                "INVALID_ARGUMENT: length of page_token 1025: must be 0 to 1024 characters");
    }

    private AdminBoard shown(BoardFacts board) {
        return admin
                .listBoards(
                        AdminListBoardsRequest.newBuilder().setPageSize(1_000).build())
                .getBoardsList()
                .stream()
                .filter(each -> each.getId().equals(board.id().toString()))
                .findFirst()
                .orElseThrow();
    }

    private static AdminGrpc.AdminBlockingStub with(String credential) {
        return AdminGrpc.newBlockingStub(rig.channel())
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(PlayMetadata.ofCredential(credential)));
    }

    /** All three calls, each refused and counted. */
    private static void assertRefused(AdminGrpc.AdminBlockingStub stub, CredentialRefusal why) {
        long before = CREDENTIALS.refusedCount(why);
        List<Executable> calls = List.of(
                () -> stub.listGameservers(ListGameserversRequest.getDefaultInstance()),
                () -> stub.listBoards(AdminListBoardsRequest.getDefaultInstance()),
                () -> stub.getLeader(GetLeaderRequest.getDefaultInstance()));
        for (Executable call : calls) {
            CallFailedException failure = failureOf(call);
            assertThat(failure.reason()).contains(ErrorReason.BAD_CREDENTIAL);
            assertThat(failure.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(failure).hasMessage("UNAUTHENTICATED: " + why.message());
        }
        assertThat(CREDENTIALS.refusedCount(why)).isEqualTo(before + 3);
    }

    private static void assertFails(Executable call, String message) {
        CallFailedException failure = failureOf(call);
        assertThat(failure.reason()).contains(ErrorReason.INVALID_VALUE);
        assertThat(failure).hasMessage(message);
    }

    private static CallFailedException failureOf(Executable call) {
        StatusRuntimeException thrown = catchThrowableOfType(StatusRuntimeException.class, call::execute);
        assertThat(thrown).isNotNull();
        return Failures.of(thrown.getStatus(), thrown.getTrailers());
    }

    private static double calls(Status.Code code) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        GrpcMetrics.of(rig.server).bindTo(registry);
        return registry.get("orbstrike.admin.calls.ended")
                .tag("code", code.name())
                .functionCounter()
                .count();
    }
}
