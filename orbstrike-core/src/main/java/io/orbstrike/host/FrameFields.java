package io.orbstrike.host;

import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.FrameKind;

/**
 * The fields of {@code orbstrike.v1.ServerFrame}, {@code Section} and {@code StayEnd} as play.proto numbers them, and how
 * a host writes them.
 *
 * <p>Stateless.
 */
final class FrameFields {

    static final int EPOCH = 1;
    static final int TICK = 2;
    static final int KIND = 3;
    static final int SLOTS_DROPPED = 4;
    static final int SECTIONS = 5;
    static final int ACKNOWLEDGED_INPUT = 6;
    static final int EVENTS = 7;
    static final int END = 8;

    static final int SECTION_ID = 1;
    static final int SECTION_KEYFRAME = 2;
    static final int SECTION_DELTA = 3;

    static final int END_REASON = 1;
    static final int END_DETAIL = 2;

    static final int VARINT = 0;
    static final int BYTES = 2;

    private FrameFields() {}

    /** The number of a kind on the wire. */
    static int numberOf(FrameKind kind) {
        return switch (kind) {
            case KEYFRAME -> 1;
            case DELTA -> 2;
            case LAST -> 3;
        };
    }

    static void writeHeader(ByteWriter out, long epoch, long tick, FrameKind kind, long slotsDropped) {
        out.writeTag(EPOCH, VARINT);
        out.writeVarint(epoch);
        out.writeTag(TICK, VARINT);
        out.writeVarint(tick);
        out.writeTag(KIND, VARINT);
        out.writeVarint(numberOf(kind));
        out.writeTag(SLOTS_DROPPED, VARINT);
        out.writeVarint(slotsDropped);
    }

    /** Writes a section with a state; {@code stateField} says whether it is a keyframe or a delta. */
    static void writeSection(ByteWriter out, int section, int stateField, ByteWriter state) {
        int idBytes = section == 0 ? 0 : 1 + varintBytes(section);
        out.writeTag(SECTIONS, BYTES);
        out.writeVarint(idBytes + 1L + varintBytes(state.size()) + state.size());
        if (section != 0) {
            out.writeTag(SECTION_ID, VARINT);
            out.writeVarint(section);
        }
        out.writeTag(stateField, BYTES);
        out.writeBlock(state);
    }

    /** Writes that a section is no longer seen. */
    static void writeSectionGone(ByteWriter out, int section) {
        out.writeTag(SECTIONS, BYTES);
        out.writeVarint(section == 0 ? 0 : 1 + varintBytes(section));
        if (section != 0) {
            out.writeTag(SECTION_ID, VARINT);
            out.writeVarint(section);
        }
    }

    static void writeAcknowledgedInput(ByteWriter out, long sequence) {
        if (sequence != 0) {
            out.writeTag(ACKNOWLEDGED_INPUT, VARINT);
            out.writeVarint(sequence);
        }
    }

    static void writeEvent(ByteWriter out, byte[] event) {
        out.writeTag(EVENTS, BYTES);
        out.writeBlock(event);
    }

    static void writeEnd(ByteWriter out, StayEndReason reason, byte[] detail) {
        int detailBytes = detail.length == 0 ? 0 : 1 + varintBytes(detail.length) + detail.length;
        out.writeTag(END, BYTES);
        out.writeVarint(2L + detailBytes);
        out.writeTag(END_REASON, VARINT);
        out.writeVarint(reason.number());
        if (detail.length != 0) {
            out.writeTag(END_DETAIL, BYTES);
            out.writeBlock(detail);
        }
    }

    private static int varintBytes(int value) {
        return value == 0 ? 1 : (38 - Integer.numberOfLeadingZeros(value)) / 7;
    }
}
