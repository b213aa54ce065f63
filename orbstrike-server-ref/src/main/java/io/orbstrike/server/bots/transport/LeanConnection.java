package io.orbstrike.server.bots.transport;

import io.grpc.Metadata;
import io.grpc.Status;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.util.collection.IntObjectHashMap;
import io.orbstrike.server.config.HostPort;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection as a client of HTTP/2 has it, and the calls on its streams.
 *
 * <p>Confined to its channel's event loop.
 */
final class LeanConnection extends ChannelInboundHandlerAdapter implements FrameReader.Frames {

    /* What is read is split into frames where it lies, and each frame goes straight to its call. What is written gathers in
     * one buffer, which leaves when the event loop comes to its tasks, however many calls have written: one system call.
     */

    static final int STREAM_WINDOW_BYTES = 64 * 1024;

    private static final int CONNECTION_WINDOW_BYTES = 1024 * 1024;
    private static final int WINDOW_BYTES_AT_FIRST = 65_535;
    private static final int OUT_BYTES = 512;
    private static final long SILENCE_CHECK_SECONDS = 5;
    private static final int SILENT_CHECKS_UNTIL_PING = 2;
    private static final int SILENT_CHECKS_MAX = 3;

    private final EventLoop loop;
    private final byte[] scratch;
    private final String authority;
    private final Consumer<LeanConnection> onClosed;
    private final FrameReader reader = new FrameReader(this);
    private final FrameWriter writer = new FrameWriter();
    private final HeaderBlocks headers = new HeaderBlocks();
    private final IntObjectHashMap<LeanCall> calls = new IntObjectHashMap<>();
    private ByteBuf out = Unpooled.buffer(OUT_BYTES);
    private @Nullable Channel channel;
    private @Nullable ScheduledFuture<?> silenceCheck;
    private int nextStream = 1;
    private long sendWindow = WINDOW_BYTES_AT_FIRST;
    private long streamSendWindow = WINDOW_BYTES_AT_FIRST;
    private int receivedBytes;
    private int silentChecks;
    private boolean isActive;
    private boolean isFlushDue;
    private boolean isGoingAway;
    private boolean isClosed;

    LeanConnection(EventLoop loop, byte[] scratch, String authority, Consumer<LeanConnection> onClosed) {
        this.loop = loop;
        this.scratch = scratch;
        this.authority = authority;
        this.onClosed = onClosed;
    }

    /** Begins to connect; what is written until then waits. */
    void connect(Bootstrap bootstrap, HostPort target) {
        writer.preface(out, STREAM_WINDOW_BYTES);
        writer.windowUpdate(out, 0, CONNECTION_WINDOW_BYTES - WINDOW_BYTES_AT_FIRST);
        bootstrap.clone().handler(this).connect(target.host(), target.port()).addListener(connected -> {
            Throwable failure = connected.cause();
            if (failure != null) {
                close(Status.UNAVAILABLE
                        .withDescription("no connection to " + target + ": " + failure.getMessage())
                        .withCause(failure));
            }
        });
    }

    boolean takesCalls() {
        return !isGoingAway && !isClosed;
    }

    boolean isActive() {
        return isActive && !isClosed;
    }

    /** Opens a stream for a call. */
    void start(LeanCall call, Metadata metadata) {
        int stream = nextStream;
        nextStream += 2;
        calls.put(stream, call);
        call.onStream(stream, streamSendWindow);
        ByteBuf block = Unpooled.buffer(OUT_BYTES);
        headers.writeRequest(stream, authority, call.method(), metadata, block);
        writer.headers(out, stream, block);
        flushSoon();
    }

    /** How much of a message may go out now on a stream with such a window. */
    long sendableBytes(long streamWindow) {
        return Math.min(Math.min(sendWindow, streamWindow), FrameReader.BODY_BYTES_MAX);
    }

    /** Writes the next bytes of a message. */
    void writeData(int stream, ByteBuffer message, int bytes, boolean isEnd) {
        sendWindow -= bytes;
        writer.data(out, stream, message, bytes, isEnd);
        flushSoon();
    }

    void writeWindowUpdate(int stream, int bytes) {
        writer.windowUpdate(out, stream, bytes);
        flushSoon();
    }

    /** Ends a call's stream from this side. */
    void reset(LeanCall call) {
        if (calls.remove(call.stream()) != null) {
            writer.cancel(out, call.stream());
            flushSoon();
        }
    }

    private void flushSoon() {
        if (!isFlushDue && isActive) {
            isFlushDue = true;
            try {
                loop.execute(this::flush);
            } catch (RejectedExecutionException e) {
                isClosed = true; // the thread ends, and with it the connection
            }
        }
    }

    private void flush() {
        isFlushDue = false;
        Channel open = channel;
        if (open != null && isActive() && out.isReadable()) {
            ByteBuf gathered = out;
            out = open.alloc().directBuffer(OUT_BYTES);
            var unused = open.writeAndFlush(gathered, open.voidPromise());
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        if (isClosed) {
            var unused = context.close();
            return;
        }
        isActive = true;
        silenceCheck = loop.scheduleAtFixedRate(
                this::checkSilence, SILENCE_CHECK_SECONDS, SILENCE_CHECK_SECONDS, TimeUnit.SECONDS);
        flush();
        present().forEach(LeanCall::onReady);
    }

    private void checkSilence() {
        silentChecks++;
        if (silentChecks > SILENT_CHECKS_MAX) {
            close(Status.UNAVAILABLE.withDescription("the server has not answered a ping"));
        } else if (silentChecks == SILENT_CHECKS_UNTIL_PING) {
            writer.ping(out, new byte[FrameWriter.PING_BYTES], 0, false);
            flushSoon();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        silentChecks = 0;
        try {
            while (in.isReadable() && !isClosed) {
                int bytes = Math.min(in.readableBytes(), scratch.length);
                in.readBytes(scratch, 0, bytes);
                reader.feed(scratch, 0, bytes);
            }
        } catch (ProtocolException e) {
            close(Status.INTERNAL.withDescription("the server broke the protocol: " + e.getMessage()));
        } finally {
            in.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        close(Status.UNAVAILABLE.withDescription("the connection was lost"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        close(Status.UNAVAILABLE
                .withDescription("the connection failed: " + cause.getMessage())
                .withCause(cause));
    }

    @Override
    public void onData(int stream, byte[] bytes, int offset, int length, int windowBytes, boolean isEnd) {
        receivedBytes += windowBytes;
        if (receivedBytes >= CONNECTION_WINDOW_BYTES / 2) {
            writeWindowUpdate(0, receivedBytes);
            receivedBytes = 0;
        }
        LeanCall call = isEnd ? calls.remove(stream) : calls.get(stream);
        if (call != null) {
            call.onData(bytes, offset, length, windowBytes, isEnd);
        }
        closeIfIdle();
    }

    @Override
    public void onHeaders(int stream, byte[] bytes, int offset, int length, boolean isEnd) {
        HeaderBlocks.Response response = headers.read(stream, bytes, offset, length);
        LeanCall call = isEnd ? calls.remove(stream) : calls.get(stream);
        if (call != null) {
            boolean hasStatus = !response.httpStatus().isEmpty();
            Status status = hasStatus ? GrpcStatus.ofHttp(response.httpStatus()) : Status.OK;
            call.onHeaders(response.metadata(), status, isEnd);
        }
        closeIfIdle();
    }

    @Override
    public void onReset(int stream, int code) {
        LeanCall call = calls.remove(stream);
        if (call != null) {
            call.over(GrpcStatus.ofReset(code), new Metadata());
        }
        closeIfIdle();
    }

    @Override
    public void onSetting(int id, long value) {
        if (id == FrameReader.SETTING_INITIAL_WINDOW) {
            long change = value - streamSendWindow;
            streamSendWindow = value;
            present().forEach(call -> call.onWindow(change));
        } else if (id == FrameReader.SETTING_HEADER_TABLE) {
            headers.tableBytesMax(value);
        }
    }

    @Override
    public void onSettingsEnd() {
        writer.settingsAck(out);
        flushSoon();
    }

    @Override
    public void onPing(byte[] bytes, int offset) {
        writer.ping(out, bytes, offset, true);
        flushSoon();
    }

    @Override
    public void onWindow(int stream, int bytes) {
        if (stream == 0) {
            sendWindow += bytes;
            present().forEach(LeanCall::sendUnsent);
            return;
        }
        LeanCall call = calls.get(stream);
        if (call != null) {
            call.onWindow(bytes);
        }
    }

    @Override
    public void onGoAway(int lastStream) {
        isGoingAway = true;
        Status status = Status.UNAVAILABLE.withDescription("the server goes away");
        for (LeanCall call : present()) {
            if (call.stream() > lastStream) {
                calls.remove(call.stream());
                call.over(status, new Metadata());
            }
        }
        closeIfIdle();
    }

    /** Takes no more calls, and closes after the last one. */
    void closeWhenIdle() {
        isGoingAway = true;
        closeIfIdle();
    }

    private void closeIfIdle() {
        if (isGoingAway && calls.isEmpty() && !isClosed) {
            flush();
            close(Status.UNAVAILABLE.withDescription("the connection is closed"));
        }
    }

    /** Drops the connection; its calls end with a status. May be called twice. */
    void close(Status status) {
        if (isClosed) {
            return;
        }
        isClosed = true;
        ScheduledFuture<?> check = silenceCheck;
        if (check != null) {
            check.cancel(false);
        }
        List<LeanCall> open = present();
        calls.clear();
        open.forEach(call -> call.over(status, new Metadata()));
        out.release();
        out = Unpooled.buffer(0); // what is still written goes nowhere
        Channel connected = channel;
        if (connected != null) {
            connected.close().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        }
        onClosed.accept(this);
    }

    private List<LeanCall> present() {
        return List.copyOf(calls.values());
    }
}
