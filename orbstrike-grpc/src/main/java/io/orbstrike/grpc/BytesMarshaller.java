package io.orbstrike.grpc;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Passes messages through as the bytes they are; a proxy, and who reads a message by hand, needs no more.
 *
 * <p>Thread-safe.
 */
public enum BytesMarshaller implements MethodDescriptor.Marshaller<byte[]> {
    /** The only value. */
    INSTANCE;

    @Override
    public InputStream stream(byte[] message) {
        return new MessageStream(message);
    }

    @Override
    public byte[] parse(InputStream stream) {
        try {
            // gRPC's streams know how much is left; readAllBytes() would take a buffer of many times a message's size.
            byte[] message = stream.readNBytes(stream.available());
            int next = stream.read();
            return next < 0 ? message : joined(message, (byte) next, stream.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For a stream that knew of less than it had. */
    private static byte[] joined(byte[] first, byte next, byte[] rest) {
        byte[] all = Arrays.copyOf(first, first.length + 1 + rest.length);
        all[first.length] = next;
        System.arraycopy(rest, 0, all, first.length + 1, rest.length);
        return all;
    }

    /** A message as gRPC takes it: drained in one copy, where a plain stream is read through a buffer of 8 KiB. */
    private static final class MessageStream extends ByteArrayInputStream implements Drainable, KnownLength {

        MessageStream(byte[] message) {
            super(message);
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            return (int) transferTo(target);
        }
    }
}
