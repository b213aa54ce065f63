package io.orbstrike.grpc;

import static java.util.Objects.requireNonNull;

import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.EventExecutor;
import io.orbstrike.cluster.link.GameserverAddress;
import io.orbstrike.cluster.link.GameserverLink;
import io.orbstrike.cluster.link.GameserverLinks;
import io.orbstrike.cluster.link.ProbeOutcome;
import io.orbstrike.grpc.ticket.ClusterCredentials;
import io.orbstrike.grpc.v1.GameserverGrpc;
import io.orbstrike.grpc.v1.PlayGrpc;
import io.orbstrike.host.NanoClock;
import io.orbstrike.host.SystemNanoClock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The way to gameservers over gRPC: the control plane's calls, and the streams that a proxy carries. Each transport
 * thread has connections of its own, so that all of a proxied stream stays on one thread.
 *
 * <p>Thread-safe; nothing blocks.
 */
public final class GrpcGameserverLinks implements GameserverLinks, AutoCloseable {

    private static final Logger LOG = System.getLogger(GrpcGameserverLinks.class.getName());

    private final GameserverLinkOptions options;
    private final GameserverTransport transport;
    private final OwnCredential callCredential;
    private final OwnCredential playCredential;
    private final List<GameserverConnections> calls = new ArrayList<>();
    private final List<GameserverConnections> streams = new ArrayList<>();
    private final AtomicBoolean hasLoggedRefusal = new AtomicBoolean();

    private GrpcGameserverLinks(Builder builder, EventLoops eventLoops, ClusterCredentials credentials) {
        this.options = builder.options;
        this.transport = new GameserverTransport(eventLoops, options, builder.tls);
        this.callCredential = new OwnCredential(credentials, GameserverGrpc.SERVICE_NAME, builder.clock);
        this.playCredential = new OwnCredential(credentials, PlayGrpc.SERVICE_NAME, builder.clock);
        for (EventExecutor worker : eventLoops.workers()) {
            calls.add(new GameserverConnections((EventLoop) worker, transport, options, options.callConnectionsMax()));
            streams.add(new GameserverConnections((EventLoop) worker, transport, options, Integer.MAX_VALUE));
        }
    }

    /**
     * Starts from the defaults: no TLS.
     *
     * @return confined to one thread
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public GameserverLink link(GameserverAddress gameserver) {
        String address = gameserver.address();
        GameserverConnections lane = calls.get(Math.floorMod(address.hashCode(), calls.size()));
        GameserverCalls ways =
                new GameserverCalls(lane, address, callCredential, options.retryAfter(), hasLoggedRefusal);
        return new RemoteGameserver(ways, remaining -> probe(lane.loop(), gameserver, remaining));
    }

    /** Drops every connection. May be called twice; calls made later find no gameserver. */
    @Override
    public void close() {
        calls.forEach(GrpcGameserverLinks::close);
        streams.forEach(GrpcGameserverLinks::close);
    }

    /** The connections for streams that the calling transport thread drives. */
    GameserverConnections streamsHere() {
        for (GameserverConnections lane : streams) {
            if (lane.loop().inEventLoop()) {
                return lane;
            }
        }
        throw new IllegalStateException("thread " + Thread.currentThread().getName()
                + " is no lane of these links: build them and the server with the same event loops");
    }

    /** How many connections are kept for streams, as of a moment ago. */
    int connectionCount() {
        return streams.stream().mapToInt(GameserverConnections::count).sum();
    }

    OwnCredential playCredential() {
        return playCredential;
    }

    private CompletionStage<ProbeOutcome> probe(EventLoop loop, GameserverAddress meant, Duration remaining) {
        CompletableFuture<ProbeOutcome> outcome = new CompletableFuture<>();
        try {
            loop.execute(() -> {
                try {
                    new GameserverProbe(transport.open(loop, meant.address()), meant, outcome)
                            .start(callCredential.text(), remaining);
                } catch (RuntimeException e) {
                    LOG.log(Level.ERROR, "gameserver at " + meant.address() + " could not be probed", e);
                    outcome.complete(ProbeOutcome.UNKNOWN);
                }
            });
        } catch (RejectedExecutionException e) {
            outcome.complete(ProbeOutcome.UNKNOWN);
        }
        return outcome;
    }

    private static void close(GameserverConnections lane) {
        try {
            lane.loop().execute(lane::close);
        } catch (RejectedExecutionException e) {
            return; // the loop has ended, and its connections with it
        }
    }

    /**
     * Collects what links need: transport threads and the cluster's secret; the rest has defaults.
     *
     * <p>Confined to one thread.
     */
    public static final class Builder {

        private @Nullable EventLoops eventLoops;
        private @Nullable ClusterCredentials credentials;
        private @Nullable SslContext tls;
        private NanoClock clock = SystemNanoClock.INSTANCE;
        private GameserverLinkOptions options = GameserverLinkOptions.DEFAULT;

        private Builder() {}

        /**
         * Sets the transport threads, which the links do not close.
         *
         * @param value a proxy's links have the threads of its server
         * @return this
         */
        public Builder eventLoops(EventLoops value) {
            eventLoops = requireNonNull(value, "eventLoops");
            return this;
        }

        /**
         * Sets what signs for this process.
         *
         * @param value with the cluster's keys
         * @return this
         */
        public Builder credentials(ClusterCredentials value) {
            credentials = requireNonNull(value, "credentials");
            return this;
        }

        /**
         * Connects over TLS only.
         *
         * @param value for clients, made by {@code GrpcSslContexts}
         * @return this
         */
        public Builder tls(SslContext value) {
            tls = requireNonNull(value, "tls");
            return this;
        }

        /**
         * Sets the clock that tells when a credential is signed anew.
         *
         * @param value the machine's by default
         * @return this
         */
        public Builder clock(NanoClock value) {
            clock = requireNonNull(value, "clock");
            return this;
        }

        /**
         * Sets the bounds.
         *
         * @param value {@link GameserverLinkOptions#DEFAULT} by default
         * @return this
         */
        public Builder options(GameserverLinkOptions value) {
            options = requireNonNull(value, "options");
            return this;
        }

        /**
         * Makes links that have no connection yet.
         *
         * @return to be closed by the caller
         * @throws NullPointerException if event loops or credentials are missing
         */
        public GrpcGameserverLinks build() {
            return new GrpcGameserverLinks(
                    this, requireNonNull(eventLoops, "eventLoops"), requireNonNull(credentials, "credentials"));
        }
    }
}
