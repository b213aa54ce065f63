package io.orbstrike.grpc;

import static java.util.Objects.requireNonNull;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.orbstrike.host.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The transport threads of a process: one that accepts connections, and workers, each of which is a {@link Lane}. A gRPC
 * server, an HTTP server and clients share one set. Linux's epoll where its native library is on the class path, else NIO.
 *
 * <p>Thread-safe.
 */
public final class EventLoops implements AutoCloseable {

    private static final int WORKERS_MAX = 256;
    private static final long CLOSE_QUIET_MS = 0;
    private static final long CLOSE_TIMEOUT_MS = 2_000;

    private final boolean isNative;
    private final EventLoopGroup acceptor;
    private final EventLoopGroup workers;
    private final List<NettyLane> lanes;

    private EventLoops(boolean isNative, int workerCount, ThreadFactory threads) {
        this.isNative = isNative;
        IoHandlerFactory transport = isNative ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.acceptor = new MultiThreadIoEventLoopGroup(1, threads, transport);
        this.workers = new MultiThreadIoEventLoopGroup(workerCount, threads, transport);
        this.lanes = new ArrayList<>(workerCount);
        for (EventExecutor executor : workers) {
            lanes.add(new NettyLane((EventLoop) executor));
        }
    }

    /**
     * Makes transport threads with Netty's own kind of thread, which is the fastest here. They start when they are used.
     *
     * @param workerCount how many workers, 1 to 256; as many as cores serve a gameserver well
     * @return not closed by who uses them
     * @throws IllegalArgumentException if the count is outside
     */
    public static EventLoops create(int workerCount) {
        return create(workerCount, new DefaultThreadFactory("orbstrike-lane", true));
    }

    /**
     * Makes transport threads.
     *
     * @param workerCount how many workers, 1 to 256
     * @param threads makes each of them, and one that accepts connections
     * @return not closed by who uses them
     * @throws IllegalArgumentException if the count is outside
     */
    public static EventLoops create(int workerCount, ThreadFactory threads) {
        if (workerCount < 1 || workerCount > WORKERS_MAX) {
            throw new IllegalArgumentException("workerCount " + workerCount + ": must be 1 to " + WORKERS_MAX);
        }
        return new EventLoops(Epoll.isAvailable(), workerCount, requireNonNull(threads, "threads"));
    }

    /**
     * The thread that accepts connections.
     *
     * @return a group of one
     */
    public EventLoopGroup acceptor() {
        return acceptor;
    }

    /**
     * The threads that read and write.
     *
     * @return a group of as many as were asked for
     */
    public EventLoopGroup workers() {
        return workers;
    }

    /**
     * The kind of listening channel that these loops drive.
     *
     * @return epoll's or NIO's
     */
    public Class<? extends ServerSocketChannel> serverChannelType() {
        return isNative ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    /**
     * Makes a listening channel that these loops can drive.
     *
     * @return not registered, not bound
     */
    ServerSocketChannel newServerChannel() {
        return isNative ? new EpollServerSocketChannel() : new NioServerSocketChannel();
    }

    /**
     * The kind of connected channel that these loops drive.
     *
     * @return epoll's or NIO's
     */
    public Class<? extends SocketChannel> channelType() {
        return isNative ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    /**
     * Tells whether the native transport is used, which knows socket options that NIO does not.
     *
     * @return true with epoll
     */
    public boolean isNative() {
        return isNative;
    }

    /**
     * The lane whose thread is calling. Does not block.
     *
     * @return always the same for one thread
     * @throws IllegalStateException if the caller is not on one of the workers
     */
    public Lane lane() {
        for (NettyLane lane : lanes) {
            if (lane.inLane()) {
                return lane;
            }
        }
        throw new IllegalStateException("thread " + Thread.currentThread().getName()
                + " is no lane: ask from a callback of a channel that these workers drive");
    }

    /**
     * Tells the process of an error that gRPC and Netty would only log, as if it had ended the calling thread.
     *
     * @param error handed to the thread's handler of uncaught exceptions
     */
    public static void tell(Error error) {
        Thread current = Thread.currentThread();
        current.getUncaughtExceptionHandler().uncaughtException(current, error);
    }

    /** Stops the threads and waits at most 2 s for each group. May be called twice, not on one of these threads. */
    @Override
    public void close() {
        Future<?> acceptorEnd = acceptor.shutdownGracefully(CLOSE_QUIET_MS, CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        Future<?> workersEnd = workers.shutdownGracefully(CLOSE_QUIET_MS, CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        acceptorEnd.awaitUninterruptibly(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        workersEnd.awaitUninterruptibly(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }

    /** A worker as the host sees it. */
    private record NettyLane(EventLoop loop) implements Lane {

        @Override
        public void execute(Runnable task) {
            loop.execute(() -> {
                try {
                    task.run();
                } catch (Error e) {
                    tell(e);
                    throw e;
                }
            });
        }

        /**
         * A loop takes up what is due by its schedule only between one look at its channels and the next. One that ends
         * drops its schedule; the task runs even then, so that its owner calls again and is refused.
         */
        @Override
        public void executeAfterReading(Runnable task) {
            loop.schedule(() -> execute(task), 0, TimeUnit.NANOSECONDS).addListener(handedOver -> {
                if (!handedOver.isSuccess()) {
                    task.run();
                }
            });
        }

        @Override
        public boolean inLane() {
            return loop.inEventLoop();
        }
    }
}
