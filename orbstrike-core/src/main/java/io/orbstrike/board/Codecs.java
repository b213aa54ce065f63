package io.orbstrike.board;

import java.nio.charset.StandardCharsets;

/**
 * Ready-made codecs for small games.
 *
 * <p>Thread-safe.
 */
public final class Codecs {

    private Codecs() {}

    /**
     * A codec for what a game does not have: no bytes.
     *
     * @return the codec
     */
    public static Codec<None> none() {
        return NoneCodec.INSTANCE;
    }

    /**
     * A codec for a text in UTF-8, without control characters.
     *
     * @param field the field's name in errors
     * @param maxCodePoints the greatest length in code points, 1 and above
     * @return the codec
     */
    public static Codec<String> utf8(String field, int maxCodePoints) {
        return new Utf8Codec(field, maxCodePoints);
    }

    /**
     * A codec for a whole number, written as a varint of its distance from the least.
     *
     * @param field the field's name in errors
     * @param min the least allowed
     * @param max the greatest allowed
     * @return the codec
     */
    public static Codec<Integer> varint(String field, int min, int max) {
        return new VarintCodec(field, min, max);
    }

    private enum NoneCodec implements Codec<None> {
        INSTANCE;

        @Override
        public void encode(None value, ByteWriter out) {}

        @Override
        public None decode(ByteReader in) {
            in.requireEnd();
            return None.NONE;
        }
    }

    private record Utf8Codec(String field, int maxCodePoints) implements Codec<String> {

        private static final int MAX_BYTES_PER_CODE_POINT = 4;

        @Override
        public void encode(String value, ByteWriter out) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            out.writeBytes(bytes, 0, bytes.length);
        }

        @Override
        public String decode(ByteReader in) {
            String bound = "at most " + maxCodePoints + " code points";
            if (in.remaining() > maxCodePoints * MAX_BYTES_PER_CODE_POINT) {
                throw new InvalidValueException(field, "of " + in.remaining() + " bytes", bound);
            }
            String text = in.readRemainingUtf8();
            int codePoints = text.codePointCount(0, text.length());
            if (codePoints > maxCodePoints) {
                throw new InvalidValueException(field, "of " + codePoints + " code points", bound);
            }
            if (text.codePoints().anyMatch(Character::isISOControl)) {
                throw new InvalidValueException(field, "with a control character", "free of control characters");
            }
            return text;
        }
    }

    private record VarintCodec(String field, int min, int max) implements Codec<Integer> {

        @Override
        public void encode(Integer value, ByteWriter out) {
            out.writeVarint((long) value - min);
        }

        @Override
        public Integer decode(ByteReader in) {
            long distance = in.readVarint();
            if (distance < 0 || distance > (long) max - min) {
                String value = Long.toUnsignedString(distance) + " above " + min;
                throw new InvalidValueException(field, value, min + " to " + max);
            }
            return (int) (min + distance);
        }
    }
}
