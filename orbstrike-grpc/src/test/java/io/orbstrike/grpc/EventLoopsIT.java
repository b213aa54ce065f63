package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.orbstrike.host.Lane;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class EventLoopsIT {

    @Test
    void shouldTellOfAnErrorOnALaneAndGoOn() {
        List<Throwable> told = new CopyOnWriteArrayList<>();
        DefaultThreadFactory threads = new DefaultThreadFactory("lane", true);
        try (EventLoops loops = EventLoops.create(1, task -> {
            Thread thread = threads.newThread(task);
            thread.setUncaughtExceptionHandler((where, error) -> told.add(error));
            return thread;
        })) {
            Lane lane = loops.workers()
                    .next()
                    .submit(loops::lane)
                    .syncUninterruptibly()
                    .getNow();
            Error planted = new OutOfMemoryError("planted");
            lane.execute(() -> {
                throw planted;
            });
            await().untilAsserted(() -> assertThat(told).containsExactly(planted));
            AtomicBoolean hasRun = new AtomicBoolean();
            lane.execute(() -> hasRun.set(true));
            await().untilTrue(hasRun);
        }
    }

    @Test
    void shouldReadThoughTasksFollowOnOneAnother() throws Exception {
        Reader reader = new Reader();
        try (EventLoops loops = EventLoops.create(1)) {
            InetSocketAddress address = (InetSocketAddress) new ServerBootstrap()
                    .group(loops.acceptor(), loops.workers())
                    .channel(loops.serverChannelType())
                    .childHandler(reader)
                    .bind(InetAddress.getLoopbackAddress(), 0)
                    .sync()
                    .channel()
                    .localAddress();
            try (Socket peer = new Socket(address.getAddress(), address.getPort())) {
                await().untilTrue(reader.isActive);
                Lane lane = loops.workers().next().submit(loops::lane).sync().getNow();
                Turns turns = new Turns(lane, peer, reader.hasRead);
                lane.execute(turns);
                assertThat(turns.hasRead.get(60, TimeUnit.SECONDS))
                        .as("read before the last of the tasks")
                        .isTrue();
            }
        }
    }

    @Test
    void shouldRunWhatWaitsForReadingWhenTheLoopEnds() {
        AtomicBoolean hasRun = new AtomicBoolean();
        try (EventLoops loops = EventLoops.create(1)) {
            Lane lane = loops.workers()
                    .next()
                    .submit(loops::lane)
                    .syncUninterruptibly()
                    .getNow();
            lane.execute(() -> {
                var ending = loops.workers().shutdownGracefully(0, 1, TimeUnit.SECONDS);
                assertThat(ending.isDone()).isFalse();
                lane.executeAfterReading(() -> hasRun.set(true));
            });
            await().untilTrue(hasRun);
        }
    }

    /** Tasks without a pause between them; the first sends something to their own lane, and the last ends them in any case. */
    private static final class Turns implements Runnable {

        private static final int COUNT = 200_000;

        private final CompletableFuture<Boolean> hasRead = new CompletableFuture<>();
        private final Lane lane;
        private final Socket peer;
        private final AtomicBoolean read;
        private int left = COUNT;

        Turns(Lane lane, Socket peer, AtomicBoolean read) {
            this.lane = lane;
            this.peer = peer;
            this.read = read;
        }

        @Override
        public void run() {
            if (left == COUNT) {
                send();
            }
            if (read.get() || --left == 0) {
                hasRead.complete(read.get());
            } else {
                lane.executeAfterReading(this);
            }
        }

        private void send() {
            try {
                peer.getOutputStream().write(1);
            } catch (IOException e) {
                hasRead.completeExceptionally(e);
            }
        }
    }

    /** Says whether a connection is there, and whether something came on it. */
    private static final class Reader extends ChannelInboundHandlerAdapter {

        private final AtomicBoolean isActive = new AtomicBoolean();
        private final AtomicBoolean hasRead = new AtomicBoolean();

        @Override
        public void channelActive(ChannelHandlerContext context) {
            isActive.set(true);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            hasRead.set(true);
            ReferenceCountUtil.release(message);
        }
    }
}
