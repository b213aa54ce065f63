package io.orbstrike.grpc;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.orbstrike.host.Frame;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Hands a frame's shared arrays to gRPC, which drains them straight into its network buffer: one copy, no encoding.
 *
 * <p>Thread-safe.
 */
enum FrameMarshaller implements MethodDescriptor.Marshaller<Frame> {
    INSTANCE;

    @Override
    public InputStream stream(Frame frame) {
        return new FrameStream(frame);
    }

    @Override
    public Frame parse(InputStream stream) {
        throw new UnsupportedOperationException("a server sends frames and receives none");
    }

    /** A frame as gRPC takes messages. Confined to one thread. */
    private static final class FrameStream extends InputStream implements KnownLength, Drainable {

        private final Frame frame;
        private @Nullable ByteArrayInputStream copy;
        private boolean isDrained;

        FrameStream(Frame frame) {
            this.frame = frame;
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            if (copy != null) {
                return (int) copy.transferTo(target);
            }
            if (isDrained) {
                return 0;
            }
            isDrained = true;
            frame.writeTo(target);
            return frame.sizeBytes();
        }

        @Override
        public int available() {
            if (copy != null) {
                return copy.available();
            }
            return isDrained ? 0 : frame.sizeBytes();
        }

        @Override
        public int read() {
            return copy().read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return copy().read(target, offset, length);
        }

        /** For transports that read instead of draining. */
        private ByteArrayInputStream copy() {
            ByteArrayInputStream present = copy;
            if (present == null) {
                present = new ByteArrayInputStream(isDrained ? new byte[0] : frame.toByteArray());
                copy = present;
            }
            return present;
        }
    }
}
