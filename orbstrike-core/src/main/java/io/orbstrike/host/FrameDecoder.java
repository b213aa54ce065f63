package io.orbstrike.host;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardView;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.FrameKind;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.board.MalformedBytesException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client's reader of frames: it decodes the bytes of {@code orbstrike.v1.ServerFrame}, checks that they follow one
 * another, and shows them to a view.
 *
 * <p>One decoder serves a player's whole stay, over all his streams: after a reconnect the new stream's first frame is a
 * keyframe that goes beyond what was seen.
 *
 * <p>Confined to one thread.
 */
public final class FrameDecoder {

    /* A frame is read twice. The first reading finds the header's fields wherever they stand and checks the form of
     * everything that is not the game's, so a frame that is no frame changes nothing; the second shows it to the view.
     *
     * A field that comes more than once counts as protobuf says, the last one, but for sections and events. Unknown fields
     * are skipped.
     */

    private static final int SECTION_ID_MAX = 65_535;
    private static final int TAG_SHIFT = 3;
    private static final int WIRE_TYPE_MASK = 7;

    private final BoardView view;
    private long epoch;
    private long tick;
    private boolean hasFrame;
    private boolean keyframeNeeded = true;
    private FrameKind kind = FrameKind.KEYFRAME;
    private long slotsDropped;
    private long acknowledgedInput;
    private @Nullable StayEndReason endReason;
    private byte[] endDetail = {};

    /** How a frame stands to those before. */
    public enum Continuity {
        /** It was shown to the view. */
        FOLLOWS,
        /** A delta that does not continue what the view knows; it was not shown. A keyframe is needed. */
        GAP,
        /** Its epoch and tick are not above those of the frame before; it was not shown. */
        REGRESSION
    }

    /**
     * Makes a decoder that has seen nothing.
     *
     * @param view what frames are shown to, on the thread that decodes
     */
    public FrameDecoder(BoardView view) {
        this.view = requireNonNull(view, "view");
    }

    /**
     * Decodes a frame, and shows it to the view if it follows.
     *
     * @param frame exactly the bytes of one message, read in place
     * @return whether it followed
     * @throws MalformedBytesException if the bytes are no frame, or the view found a section or event malformed; in the
     *     second case only a keyframe follows next
     * @throws InvalidValueException if the view found a value out of its bounds; likewise
     */
    public Continuity decode(byte[] frame) {
        return decode(frame, 0, frame.length);
    }

    /**
     * Decodes a frame that is part of an array, as {@link #decode(byte[])}.
     *
     * @param bytes read in place
     * @param offset the first byte of the message
     * @param length how many bytes
     * @return whether it followed
     * @throws MalformedBytesException as {@link #decode(byte[])}
     * @throws InvalidValueException as {@link #decode(byte[])}
     */
    public Continuity decode(byte[] bytes, int offset, int length) {
        Header header = readHeader(new ByteReader(bytes, offset, length));
        if (hasFrame && (header.epoch < epoch || (header.epoch == epoch && header.tick <= tick))) {
            return Continuity.REGRESSION;
        }
        boolean continues = hasFrame && !keyframeNeeded && header.epoch == epoch && header.tick == tick + 1;
        if (header.kind == FrameKind.DELTA && !continues) {
            return Continuity.GAP;
        }
        hasFrame = true;
        epoch = header.epoch;
        tick = header.tick;
        kind = header.kind;
        slotsDropped = header.slotsDropped;
        acknowledgedInput = header.acknowledgedInput;
        endReason = header.endReason;
        endDetail = header.endDetail;
        keyframeNeeded = true; // stays so if the view throws
        show(new ByteReader(bytes, offset, length));
        keyframeNeeded = header.kind == FrameKind.LAST;
        return Continuity.FOLLOWS;
    }

    /**
     * What frames are shown to.
     *
     * @return the view that was handed in
     */
    public BoardView view() {
        return view;
    }

    /**
     * Whether a frame was shown.
     *
     * @return false before the first
     */
    public boolean hasFrame() {
        return hasFrame;
    }

    /**
     * The epoch of the newest frame that followed.
     *
     * @return 0 before the first
     */
    public long epoch() {
        return epoch;
    }

    /**
     * The tick of the newest frame that followed.
     *
     * @return 0 before the first
     */
    public long tick() {
        return tick;
    }

    /**
     * The kind of the newest frame that followed.
     *
     * @return KEYFRAME before the first
     */
    public FrameKind kind() {
        return kind;
    }

    /**
     * How many slots of the schedule the board has dropped in this epoch, as the newest frame that followed says.
     *
     * @return 0 before the first
     */
    public long slotsDropped() {
        return slotsDropped;
    }

    /**
     * The sequence of the player's last applied input, as the newest frame that followed says.
     *
     * @return 0 before the first
     */
    public long acknowledgedInput() {
        return acknowledgedInput;
    }

    /**
     * Why the stay ended.
     *
     * @return empty until a LAST frame was decoded
     */
    public Optional<StayEndReason> endReason() {
        return Optional.ofNullable(endReason);
    }

    /**
     * What the LAST frame says beside the reason, in the game's own encoding.
     *
     * @return a copy, empty until a LAST frame was decoded
     */
    public byte[] endDetail() {
        return endDetail.clone();
    }

    private static final class Header {
        long epoch;
        long tick;
        long slotsDropped;
        long acknowledgedInput;
        FrameKind kind = FrameKind.KEYFRAME;

        @Nullable
        StayEndReason endReason;

        byte[] endDetail = {};
    }

    private static Header readHeader(ByteReader in) {
        Header header = new Header();
        boolean hasKind = false;
        while (in.remaining() > 0) {
            long tag = in.readVarint();
            int wireType = (int) tag & WIRE_TYPE_MASK;
            switch (fieldOf(in, tag, wireType)) {
                case FrameFields.EPOCH -> header.epoch = in.readVarint();
                case FrameFields.TICK -> header.tick = in.readVarint();
                case FrameFields.KIND -> {
                    header.kind = kindOf(in);
                    hasKind = true;
                }
                case FrameFields.SLOTS_DROPPED -> header.slotsDropped = in.readVarint();
                case FrameFields.SECTIONS -> readSection(in.readNested(), null);
                case FrameFields.ACKNOWLEDGED_INPUT -> header.acknowledgedInput = in.readVarint();
                case FrameFields.EVENTS -> in.readNested();
                case FrameFields.END -> readEnd(in.readNested(), header);
                default -> in.skipField(wireType);
            }
        }
        if (!hasKind || header.epoch < 0 || header.tick < 1) {
            throw in.malformed("a frame of kind " + (hasKind ? header.kind : "none") + ", epoch "
                    + Long.toUnsignedString(header.epoch) + ", tick " + Long.toUnsignedString(header.tick));
        }
        if ((header.kind == FrameKind.LAST) != (header.endReason != null)) {
            throw in.malformed(
                    "a frame of kind " + header.kind + (header.endReason == null ? " without" : " with") + " an end");
        }
        return header;
    }

    private void show(ByteReader in) {
        view.onFrameStart(tick, kind);
        while (in.remaining() > 0) {
            long tag = in.readVarint();
            switch ((int) (tag >>> TAG_SHIFT)) {
                case FrameFields.SECTIONS -> readSection(in.readNested(), view);
                case FrameFields.EVENTS -> view.onEvent(in.readNested());
                default -> in.skipField((int) tag & WIRE_TYPE_MASK);
            }
        }
        view.onFrameEnd();
    }

    /** The field's number if its wire type is the one that the field has, else 0, which is skipped. */
    private static int fieldOf(ByteReader in, long tag, int wireType) {
        long field = tag >>> TAG_SHIFT;
        if (field < 1 || field > (1 << 29) - 1) {
            throw in.malformed("field " + Long.toUnsignedString(field));
        }
        int expected = switch ((int) field) {
            case FrameFields.EPOCH,
                    FrameFields.TICK,
                    FrameFields.KIND,
                    FrameFields.SLOTS_DROPPED,
                    FrameFields.ACKNOWLEDGED_INPUT -> FrameFields.VARINT;
            case FrameFields.SECTIONS, FrameFields.EVENTS, FrameFields.END -> FrameFields.BYTES;
            default -> wireType;
        };
        if (wireType != expected) {
            throw in.malformed("field " + field + " of wire type " + wireType);
        }
        return (int) field;
    }

    private static FrameKind kindOf(ByteReader in) {
        return switch (in.readVarint("kind", 1, 3)) {
            case 1 -> FrameKind.KEYFRAME;
            case 2 -> FrameKind.DELTA;
            default -> FrameKind.LAST;
        };
    }

    /** Reads a section's message, and shows it if there is a view. */
    private static void readSection(ByteReader in, @Nullable BoardView view) {
        int id = 0;
        ByteReader keyframe = null;
        ByteReader delta = null;
        while (in.remaining() > 0) {
            long tag = in.readVarint();
            int wireType = (int) tag & WIRE_TYPE_MASK;
            if (tag == (FrameFields.SECTION_ID << TAG_SHIFT | FrameFields.VARINT)) {
                id = in.readVarint("section", 0, SECTION_ID_MAX);
            } else if (tag == (FrameFields.SECTION_KEYFRAME << TAG_SHIFT | FrameFields.BYTES)) {
                keyframe = in.readNested();
                delta = null;
            } else if (tag == (FrameFields.SECTION_DELTA << TAG_SHIFT | FrameFields.BYTES)) {
                delta = in.readNested();
                keyframe = null;
            } else {
                in.skipField(wireType);
            }
        }
        if (view == null) {
            return;
        }
        if (keyframe != null) {
            view.onKeyframe(id, keyframe);
        } else if (delta != null) {
            view.onDelta(id, delta);
        } else {
            view.onSectionGone(id);
        }
    }

    private static void readEnd(ByteReader in, Header header) {
        header.endDetail = new byte[0];
        int number = 0;
        while (in.remaining() > 0) {
            long tag = in.readVarint();
            if (tag == (FrameFields.END_REASON << TAG_SHIFT | FrameFields.VARINT)) {
                number = in.readVarint("reason", 1, StayEndReason.values().length);
            } else if (tag == (FrameFields.END_DETAIL << TAG_SHIFT | FrameFields.BYTES)) {
                ByteReader detail = in.readNested();
                header.endDetail = detail.readBytes(detail.remaining());
            } else {
                in.skipField((int) tag & WIRE_TYPE_MASK);
            }
        }
        for (StayEndReason reason : StayEndReason.values()) {
            if (reason.number() == number) {
                header.endReason = reason;
            }
        }
        if (header.endReason == null) {
            throw in.malformed("an end without a reason");
        }
    }
}
