package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orbstrike.grpc.client.Seat;
import io.orbstrike.grpc.ticket.ClusterCredentials;
import io.orbstrike.grpc.v1.ListBoardsRequest;
import io.orbstrike.grpc.v1.LobbyGrpc;
import io.orbstrike.grpc.v1.PlayGrpc;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GrpcServerIT {

    private final GrpcRig rig = GrpcRig.start();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldServeHealthForEachServiceUntilItIsStopped() {
        assertThat(health("")).isEqualTo(ServingStatus.SERVING);
        assertThat(health(LobbyGrpc.SERVICE_NAME)).isEqualTo(ServingStatus.SERVING);
        assertThat(health(PlayGrpc.SERVICE_NAME)).isEqualTo(ServingStatus.SERVING);
        rig.server.stopAdvertising();
        assertThat(health("")).isEqualTo(ServingStatus.NOT_SERVING);
        assertThat(health(PlayGrpc.SERVICE_NAME)).isEqualTo(ServingStatus.NOT_SERVING);
        assertThat(rig.createBoard().type()).isEqualTo("tally");
    }

    @Test
    void shouldNameItsServicesByReflection() throws InterruptedException {
        List<String> names = new ArrayList<>();
        List<String> files = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        var requests = ServerReflectionGrpc.newStub(rig.channel())
                .serverReflectionInfo(new StreamObserver<ServerReflectionResponse>() {
                    @Override
                    public void onNext(ServerReflectionResponse response) {
                        response.getListServicesResponse().getServiceList().forEach(s -> names.add(s.getName()));
                        response.getFileDescriptorResponse()
                                .getFileDescriptorProtoList()
                                .forEach(f -> files.add(f.toStringUtf8()));
                    }

                    @Override
                    public void onError(Throwable failure) {
                        done.countDown();
                    }

                    @Override
                    public void onCompleted() {
                        done.countDown();
                    }
                });
        requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
        requests.onNext(ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol("orbstrike.v1.Play")
                .build());
        requests.onCompleted();
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(names).contains("orbstrike.v1.Play", "orbstrike.v1.Lobby", "grpc.health.v1.Health");
        assertThat(files).anyMatch(file -> file.contains("orbstrike/v1/play.proto"));
    }

    @Test
    void shouldEndPlaysWithUnavailableAndRetryInfoWhenItCloses() {
        Seat seat = rig.join(rig.createBoard().id(), "ann");
        RawPlay play = RawPlay.reading(rig.channel(), PlayMetadata.ofTicket(seat.ticket()));
        await().until(() -> !play.frames().isEmpty());
        rig.server.close();
        await().until(() -> play.status() != null);
        assertThat(play.failure().reason()).contains(ErrorReason.SERVER_CLOSING);
        assertThat(play.failure().code()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(play.failure().retryAfter()).contains(GrpcServerOptions.DEFAULT.retryAfter());
        assertThat(rig.server.playStreamCount()).isZero();
        await().until(() ->
                rig.gameserver.board(seat.board().id()).orElseThrow().status().viewers() == 0);
        rig.server.close();
    }

    @Test
    void shouldTellWhyItCannotBind() {
        GrpcServer second = GrpcServer.builder()
                .lobby(rig.gameserver.lobby())
                .boards(rig.gameserver::board)
                .tickets(rig.tickets)
                .eventLoops(rig.loops)
                .address(rig.server.address())
                .build();
        assertThatThrownBy(second::start)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(Integer.toString(rig.server.address().getPort()))
                .hasMessageContaining("in use");
    }

    @Test
    void shouldNameWhatIsMissing() {
        GrpcServer.Builder builder = GrpcServer.builder().eventLoops(rig.loops);
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("lobby is missing, and admin too: set one before build()");
        builder.tickets(rig.tickets);
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("lobby is missing: set it before build()");
    }

    @Test
    void shouldServeOperatorsAloneAndSayOnlyThenThatItServes() {
        ClusterCredentials credentials = ClusterCredentials.of(List.of(GrpcRig.secret(1)), InstantSource.system());
        try (GrpcServer admin = GrpcServer.builder()
                .admin(AdminView.of(rig.gameserver, rig.store), credentials)
                .eventLoops(rig.loops)
                .build()
                .bind()) {
            ManagedChannel channel = NettyChannelBuilder.forTarget(
                            "127.0.0.1:" + admin.address().getPort())
                    .usePlaintext()
                    .build();
            try {
                HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(channel);
                HealthCheckRequest ofAdmin = HealthCheckRequest.newBuilder()
                        .setService("orbstrike.v1.Admin")
                        .build();
                assertThat(health.check(ofAdmin).getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
                admin.startAdvertising();
                assertThat(health.check(ofAdmin).getStatus()).isEqualTo(ServingStatus.SERVING);
                StatusRuntimeException noLobby = catchThrowableOfType(
                        StatusRuntimeException.class,
                        () -> LobbyGrpc.newBlockingStub(channel).listBoards(ListBoardsRequest.getDefaultInstance()));
                assertThat(noLobby.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
                SimpleMeterRegistry registry = new SimpleMeterRegistry();
                GrpcMetrics.of(admin).bindTo(registry);
                assertThat(registry.find("orbstrike.tickets.refused").functionCounter())
                        .isNull();
                assertThat(registry.find("orbstrike.credentials.refused").functionCounter())
                        .isNotNull();
            } finally {
                channel.shutdownNow();
            }
        }
    }

    @Test
    void shouldShowWhatItCounts() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        GrpcMetrics.of(rig.server).bindTo(registry);
        Seat seat = rig.join(rig.createBoard().id(), "ann");
        RawPlay play = RawPlay.reading(rig.channel(), PlayMetadata.ofTicket(seat.ticket()));
        await().until(() -> play.frames().size() > 10);
        assertThat(registry.get("orbstrike.play.streams").gauge().value()).isEqualTo(1);
        assertThat(registry.get("orbstrike.play.streams.opened")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("orbstrike.play.frames.queued")
                        .functionCounter()
                        .count())
                .isLessThanOrEqualTo(1);
        RawPlay bad = RawPlay.reading(rig.channel(), PlayMetadata.ofTicket("x"));
        await().until(() -> bad.status() != null);
        assertThat(registry.get("orbstrike.tickets.refused")
                        .tag("reason", "MALFORMED")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("orbstrike.play.streams.ended")
                        .tag("code", "UNAUTHENTICATED")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("orbstrike.lobby.calls.ended")
                        .tag("code", "OK")
                        .functionCounter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.getMeters())
                .allSatisfy(meter -> assertThat(meter.getId().getName()).startsWith("orbstrike."));
        play.cancel();
    }

    @Test
    void shouldUseEpollWhereItsLibraryIs() {
        assertThat(rig.loops.isNative()).isEqualTo(io.netty.channel.epoll.Epoll.isAvailable());
        assertThatThrownBy(rig.loops::lane)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is no lane");
    }

    private ServingStatus health(String service) {
        return HealthGrpc.newBlockingStub(rig.channel())
                .check(HealthCheckRequest.newBuilder().setService(service).build())
                .getStatus();
    }
}
