package io.orbstrike.grpc;

import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

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
        return new ByteArrayInputStream(message);
    }

    @Override
    public byte[] parse(InputStream stream) {
        try {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
