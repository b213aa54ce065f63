package io.orbstrike.benchmarks.cluster;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.orbstrike.board.PlayerId;
import io.orbstrike.grpc.PlayMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Streams on which a message goes to an echo and back, again and again, at most so often a second on each.
 *
 * <p>Thread-safe.
 */
final class PingPong implements AutoCloseable {

    private static final int STREAMS_PER_CONNECTION = 20;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long TURN_NS = 1_000_000L;

    private final List<ManagedChannel> channels = new ArrayList<>();
    private final List<Stream> streams = new ArrayList<>();
    private final ScheduledExecutorService pacer = Executors.newSingleThreadScheduledExecutor();
    private final byte[] message;
    private volatile Histogram roundTrips = new ConcurrentHistogram(3);
    private volatile @Nullable Status failure;

    /** Opens the streams, and begins. */
    PingPong(String address, int streamCount, int perSecond, byte[] message, Function<PlayerId, String> ticket) {
        this.message = message;
        for (int i = 0; i < streamCount; i++) {
            if (i % STREAMS_PER_CONNECTION == 0) {
                channels.add(NettyChannelBuilder.forTarget(address)
                        .usePlaintext()
                        .directExecutor()
                        .build());
            }
            streams.add(new Stream(channels.get(channels.size() - 1), ticket.apply(new PlayerId(i + 1))));
        }
        long intervalNs = SECOND_NS / perSecond;
        long startNs = System.nanoTime();
        for (int i = 0; i < streams.size(); i++) {
            streams.get(i).dueNs = startNs + intervalNs * i / streams.size();
        }
        Future<?> unused = pacer.scheduleAtFixedRate(() -> sendDue(intervalNs), 0, TURN_NS, NANOSECONDS);
    }

    /** What was measured since the last time. */
    Histogram takeRoundTrips() {
        Status failed = failure;
        if (failed != null) {
            throw new IllegalStateException("a stream ended: " + failed);
        }
        Histogram taken = roundTrips;
        roundTrips = new ConcurrentHistogram(3);
        return taken;
    }

    private void sendDue(long intervalNs) {
        long nowNs = System.nanoTime();
        for (Stream stream : streams) {
            if (nowNs - stream.dueNs >= 0 && stream.sentNs == 0) {
                stream.dueNs = Math.max(stream.dueNs + intervalNs, nowNs - intervalNs);
                stream.send();
            }
        }
    }

    @Override
    public void close() {
        pacer.shutdownNow();
        channels.forEach(ManagedChannel::shutdownNow);
    }

    private final class Stream extends ClientCall.Listener<byte[]> {

        private final ClientCall<byte[], byte[]> call;
        private long dueNs;
        private volatile long sentNs;

        Stream(ManagedChannel channel, String ticket) {
            call = channel.newCall(EchoGameserver.PLAY, CallOptions.DEFAULT);
            call.start(this, PlayMetadata.ofPlay(ticket, 1, 0, 0));
            call.request(1);
        }

        void send() {
            sentNs = System.nanoTime();
            call.sendMessage(message);
        }

        @Override
        public void onMessage(byte[] echo) {
            roundTrips.recordValue(System.nanoTime() - sentNs);
            sentNs = 0;
            call.request(1);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (!pacer.isShutdown()) {
                failure = status;
            }
        }
    }
}
