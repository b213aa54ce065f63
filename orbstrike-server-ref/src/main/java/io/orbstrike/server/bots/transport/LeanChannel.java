package io.orbstrike.server.bots.transport;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import io.orbstrike.grpc.BytesMarshaller;
import io.orbstrike.server.config.HostPort;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A channel to one target: a connection at a time, the next when that one is lost or goes away.
 *
 * <p>Confined to its event loop, but for {@link #isShutdown}, {@link #isTerminated} and {@link #awaitTermination}.
 */
final class LeanChannel extends ManagedChannel {

    private final Bootstrap bootstrap;
    private final EventLoop loop;
    private final HostPort target;
    private final byte[] scratch;
    private final Set<LeanConnection> connections = new HashSet<>();
    private final CountDownLatch terminated = new CountDownLatch(1);
    private @Nullable LeanConnection newest;
    private volatile boolean isShutdown;

    LeanChannel(Bootstrap bootstrap, EventLoop loop, HostPort target, byte[] scratch) {
        this.bootstrap = bootstrap;
        this.loop = loop;
        this.target = target;
        this.scratch = scratch;
    }

    @Override
    @SuppressWarnings("unchecked") // both types are byte[], as their marshallers show
    public <Q, P> ClientCall<Q, P> newCall(MethodDescriptor<Q, P> method, CallOptions options) {
        Object bytes = BytesMarshaller.INSTANCE;
        if (method.getRequestMarshaller() != bytes || method.getResponseMarshaller() != bytes) {
            throw new IllegalArgumentException(method.getFullMethodName() + ": only calls of bytes are carried");
        }
        return (ClientCall<Q, P>) new LeanCall(this, method.getFullMethodName());
    }

    @Override
    public String authority() {
        return target.toString();
    }

    /** A connection that takes a new call, made if there is none. */
    LeanConnection connection() {
        LeanConnection present = newest;
        if (present == null || !present.takesCalls()) {
            present = new LeanConnection(loop, scratch, authority(), this::onClosed);
            newest = present;
            connections.add(present);
            present.connect(bootstrap, target);
        }
        return present;
    }

    private void onClosed(LeanConnection connection) {
        connections.remove(connection);
        terminateIfOver();
    }

    private void terminateIfOver() {
        if (isShutdown && connections.isEmpty()) {
            terminated.countDown();
        }
    }

    @Override
    public ManagedChannel shutdown() {
        isShutdown = true;
        List.copyOf(connections).forEach(LeanConnection::closeWhenIdle);
        terminateIfOver();
        return this;
    }

    @Override
    public ManagedChannel shutdownNow() {
        isShutdown = true;
        Status status = Status.UNAVAILABLE.withDescription("the channel is shut down");
        List.copyOf(connections).forEach(connection -> connection.close(status));
        terminateIfOver();
        return this;
    }

    @Override
    public boolean isShutdown() {
        return isShutdown;
    }

    @Override
    public boolean isTerminated() {
        return terminated.getCount() == 0;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return terminated.await(timeout, unit);
    }
}
