package io.orbstrike.server.admin;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.orbstrike.grpc.EventLoops;
import io.orbstrike.grpc.PlayMetadata;
import io.orbstrike.grpc.ticket.ClusterCredentials;
import io.orbstrike.grpc.ticket.RootSecret;
import io.orbstrike.grpc.v1.AdminGrpc;
import io.orbstrike.server.config.HostPort;
import io.orbstrike.server.config.StartException;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;

/**
 * A connection to the Admin service of one process. Each call has a credential of its own.
 *
 * <p>Confined to the main thread; calls block.
 */
final class AdminConnection implements AutoCloseable {

    private static final String REFUSED = "Connection refused";
    private static final String NO_HTTP_2 = "First received frame was not SETTINGS";
    private static final int CALL_SECONDS_MAX = 10;
    private static final int CLOSE_SECONDS_MAX = 2;
    private static final int RESPONSE_BYTES_MAX = 64 << 20;

    private final EventLoops loops;
    private final ManagedChannel channel;
    private final HostPort target;
    private final ClusterCredentials credentials;

    private AdminConnection(HostPort target, RootSecret secret) {
        this.target = target;
        this.credentials = ClusterCredentials.of(List.of(secret), Clock.systemUTC());
        this.loops = EventLoops.create(1);
        this.channel = NettyChannelBuilder.forTarget(target.toString())
                .eventLoopGroup(loops.workers())
                .channelType(loops.channelType())
                .maxInboundMessageSize(RESPONSE_BYTES_MAX)
                .usePlaintext()
                .build();
    }

    /** Connects when the first call is made. */
    static AdminConnection open(HostPort target, RootSecret secret) {
        return new AdminConnection(target, secret);
    }

    /**
     * Makes a call.
     *
     * @throws StartException if it fails
     */
    <T> T call(Function<AdminGrpc.AdminBlockingStub, T> call) {
        AdminGrpc.AdminBlockingStub stub = AdminGrpc.newBlockingStub(channel)
                .withDeadlineAfter(CALL_SECONDS_MAX, SECONDS)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(
                        PlayMetadata.ofCredential(credentials.sign(AdminGrpc.SERVICE_NAME))));
        try {
            return call.apply(stub);
        } catch (StatusRuntimeException e) {
            throw new StartException(sentence(e.getStatus()));
        }
    }

    private String sentence(Status status) {
        String why = String.valueOf(status.getDescription()).lines().findFirst().orElse("");
        Throwable root = status.getCause();
        if (root != null) {
            while (root.getCause() != null) {
                root = root.getCause();
            }
            return target + " cannot be reached: "
                    + plainly(String.valueOf(root.getMessage())
                            .lines()
                            .findFirst()
                            .orElse(""));
        }
        return switch (status.getCode()) {
            case UNAUTHENTICATED -> target + " refuses the secret: " + why;
            case UNIMPLEMENTED -> target + " has no service for operators: " + why;
            case DEADLINE_EXCEEDED -> target + " did not answer within " + CALL_SECONDS_MAX + " s";
            default -> target + " answered " + status.getCode() + ": " + why;
        };
    }

    /** What is wrong most often, in other words than Netty's, which tell of system calls and bytes. */
    private static String plainly(String failure) {
        if (failure.endsWith(REFUSED)) {
            return "nothing listens there";
        }
        return failure.startsWith(NO_HTTP_2) ? "what listens there does not speak gRPC; is it an HTTP port?" : failure;
    }

    @Override
    public void close() {
        try {
            channel.shutdownNow().awaitTermination(CLOSE_SECONDS_MAX, SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            loops.close();
        }
    }
}
