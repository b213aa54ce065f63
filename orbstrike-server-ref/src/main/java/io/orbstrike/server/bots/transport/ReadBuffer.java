package io.orbstrike.server.bots.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import java.nio.ByteBuffer;

/**
 * One buffer that all channels of an event loop read into, since each is emptied before the next reads.
 *
 * <p>Confined to that event loop.
 */
final class ReadBuffer extends DefaultMaxMessagesRecvByteBufAllocator {

    static final int BYTES = 64 * 1024;

    private final ByteBuf shared = Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(BYTES));

    @Override
    public ExtendedHandle newHandle() {
        return new SharedHandle();
    }

    private final class SharedHandle extends MaxMessageHandle {

        @Override
        public int guess() {
            return BYTES;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            return shared.refCnt() == 1 ? shared.clear().retain() : allocator.ioBuffer(BYTES);
        }
    }
}
