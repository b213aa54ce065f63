package io.orbstrike.orb;

import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.Codec;
import io.orbstrike.board.InvalidValueException;

/**
 * The codecs of what comes from players and from those who create boards: the messages Rules, Player and Input.
 *
 * <p>Thread-safe.
 */
final class OrbCodecs {

    static final Codec<OrbRules> RULES = new RulesCodec();
    static final Codec<OrbPlayer> PLAYER = new PlayerCodec();
    static final Codec<OrbInput> INPUT = new InputCodec();

    private OrbCodecs() {}

    /** Writes every rule, so that boards keep theirs when a default changes; reads a missing one as its default. */
    private static final class RulesCodec implements Codec<OrbRules> {

        @Override
        public void encode(OrbRules rules, ByteWriter out) {
            for (int i = 0; i < OrbRule.count(); i++) {
                OrbRule rule = OrbRule.at(i);
                out.writeTag(rule.field(), OrbWire.VARINT);
                out.writeVarint(rules.value(rule));
            }
        }

        @Override
        public OrbRules decode(ByteReader in) {
            OrbRules.Builder builder = OrbRules.builder();
            while (in.remaining() > 0) {
                int tag = OrbWire.readTag(in);
                OrbRule rule = OrbRule.ofField(OrbWire.field(tag));
                if (rule == null) {
                    in.skipField(OrbWire.type(tag));
                } else {
                    OrbWire.requireType(in, tag, OrbWire.VARINT);
                    builder.set(rule, rule.requireInRange(in.readVarint()));
                }
            }
            return builder.build();
        }
    }

    private static final class PlayerCodec implements Codec<OrbPlayer> {

        @Override
        public void encode(OrbPlayer player, ByteWriter out) {
            if (!player.name().isEmpty()) {
                out.writeTag(1, OrbWire.BYTES);
                out.writeUtf8(player.name());
            }
            OrbWire.writeUint(out, 2, player.color());
        }

        @Override
        public OrbPlayer decode(ByteReader in) {
            String name = "";
            int color = 0;
            while (in.remaining() > 0) {
                int tag = OrbWire.readTag(in);
                switch (OrbWire.field(tag)) {
                    case 1 -> name = readName(in, tag);
                    case 2 -> {
                        OrbWire.requireType(in, tag, OrbWire.VARINT);
                        color = requireUintAtMost("color", in.readVarint(), OrbPlayer.COLORS - 1);
                    }
                    default -> in.skipField(OrbWire.type(tag));
                }
            }
            return new OrbPlayer(name, color);
        }

        private static String readName(ByteReader in, int tag) {
            ByteReader text = OrbWire.readMessage(in, tag);
            if (text.remaining() > OrbPlayer.MAX_NAME_BYTES) {
                throw new InvalidValueException(
                        "name",
                        "of " + text.remaining() + " bytes",
                        "at most " + OrbPlayer.MAX_NAME_CODE_POINTS + " code points");
            }
            return text.readRemainingUtf8();
        }
    }

    /** Decoding gives shared values and allocates nothing. */
    private static final class InputCodec implements Codec<OrbInput> {

        @Override
        public void encode(OrbInput input, ByteWriter out) {
            OrbWire.writeUint(out, 1, input.direction());
            OrbWire.writeUint(out, 2, input.isRingWanted() ? 1 : 0);
        }

        @Override
        public OrbInput decode(ByteReader in) {
            int direction = 0;
            boolean ringWanted = false;
            while (in.remaining() > 0) {
                int tag = OrbWire.readTag(in);
                switch (OrbWire.field(tag)) {
                    case 1 -> {
                        OrbWire.requireType(in, tag, OrbWire.VARINT);
                        direction = requireUintAtMost("direction", in.readVarint(), OrbInput.DIRECTIONS - 1);
                    }
                    case 2 -> ringWanted = OrbWire.readBool(in, tag, "ring");
                    default -> in.skipField(OrbWire.type(tag));
                }
            }
            return OrbInput.of(direction, ringWanted);
        }
    }

    private static int requireUintAtMost(String field, long value, int max) {
        if (value < 0 || value > max) {
            throw new InvalidValueException(field, Long.toUnsignedString(value), "0 to " + max);
        }
        return (int) value;
    }
}
