package io.orbstrike.grpc;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.Codec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/**
 * A ready-made codec for games whose rules, join data or inputs are protobuf messages. Equal messages have equal bytes,
 * in maps too.
 *
 * <p>Immutable.
 *
 * @param <T> the message
 */
public final class ProtobufCodec<T extends Message> implements Codec<T> {

    private final Parser<T> parser;
    private final Consumer<? super T> check;

    private ProtobufCodec(Parser<T> parser, Consumer<? super T> check) {
        this.parser = parser;
        this.check = check;
    }

    /**
     * A codec that takes every message.
     *
     * @param defaultInstance as the generated class gives it
     * @param <T> the message
     * @return the codec
     */
    public static <T extends Message> ProtobufCodec<T> of(T defaultInstance) {
        return of(defaultInstance, message -> {});
    }

    /**
     * A codec that checks what it reads.
     *
     * @param defaultInstance as the generated class gives it
     * @param check throws {@link io.orbstrike.board.InvalidValueException} if a field is out of its bounds; thread-safe
     * @param <T> the message
     * @return the codec
     */
    @SuppressWarnings("unchecked") // a message's own parser makes messages of its class
    public static <T extends Message> ProtobufCodec<T> of(T defaultInstance, Consumer<? super T> check) {
        return new ProtobufCodec<>((Parser<T>) defaultInstance.getParserForType(), requireNonNull(check, "check"));
    }

    @Override
    public void encode(T value, ByteWriter out) {
        byte[] bytes = new byte[value.getSerializedSize()];
        CodedOutputStream stream = CodedOutputStream.newInstance(bytes);
        stream.useDeterministicSerialization();
        try {
            value.writeTo(stream);
            stream.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.writeBytes(bytes, 0, bytes.length);
    }

    @Override
    public T decode(ByteReader in) {
        T message;
        try {
            message = parser.parseFrom(in.readBytes(in.remaining()));
        } catch (InvalidProtocolBufferException e) {
            throw in.malformed("no message: " + e.getMessage());
        }
        check.accept(message);
        return message;
    }
}
