package io.orbstrike.host;

import io.orbstrike.board.Board;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.FrameKind;
import io.orbstrike.board.SectionSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A board's viewers as the tick thread sees them, and the making of one immutable frame per tick for all of them.
 *
 * <p>Confined to the tick thread.
 */
final class Publisher {

    private static final int[] NO_INDEXES = {};
    private static final long[] NO_SEQUENCES = {};
    private static final Audience[] NO_AUDIENCES = {};

    private final Board<?, ?> board;
    private final int sectionCount;
    private final long epoch;
    private final LaneDesks desks;
    private final ByteWriter state = new ByteWriter();
    private final ByteWriter message = new ByteWriter();
    private final List<Viewer> viewers = new ArrayList<>();
    private final BitSet places = new BitSet();
    private Audience[] audiences = NO_AUDIENCES;
    private int[] acknowledgedIndexes = new int[8];
    private long[] acknowledgedSequences = new long[8];
    private int acknowledgedCount;
    private @Nullable SectionSet[] seenByPlace = new @Nullable SectionSet[0];
    private @Nullable SectionSet scratch;
    private TickCounters counters;
    private HandOvers handOvers;

    Publisher(Board<?, ?> board, long epoch, LaneDesks desks, TickLoop loop) {
        this.board = board;
        this.sectionCount = board.sectionCount();
        this.epoch = epoch;
        this.desks = desks;
        this.counters = loop.counters();
        this.handOvers = loop.handOvers();
    }

    /** Says which loop the board has come to. */
    void enter(TickLoop loop) {
        counters = loop.counters();
        handOvers = loop.handOvers();
    }

    int viewerCount() {
        return viewers.size();
    }

    /** The viewers, not to be changed. */
    List<Viewer> viewers() {
        return viewers;
    }

    /** Finds the board's audience on a lane, or makes one. */
    Audience audienceOn(Lane lane) {
        for (Audience audience : audiences) {
            if (audience.desk.lane() == lane) {
                return audience;
            }
        }
        return new Audience(desks.acquire(lane));
    }

    /** A place for a new viewer, his until {@link #remove}. */
    int nextPlace() {
        return places.nextClearBit(0);
    }

    /** Adds a viewer; false if his lane has no room or has ended. */
    boolean add(Viewer viewer) {
        Audience audience = viewer.audience();
        LaneDesk desk = audience.desk;
        boolean offered = desk.offer(new ViewerArrival(viewer));
        desk.wake();
        if (!offered || desk.isEnded()) {
            if (audience.viewerCount == 0) {
                desks.release(desk);
            }
            return false;
        }
        if (audience.viewerCount++ == 0) {
            audiences = Arrays.copyOf(audiences, audiences.length + 1);
            audiences[audiences.length - 1] = audience;
        }
        viewers.add(viewer);
        places.set(viewer.place());
        audience.wantKeyframe();
        return true;
    }

    /** Forgets a viewer; what was offered to his lane still goes out. */
    void remove(Viewer viewer) {
        if (!viewers.remove(viewer)) {
            return;
        }
        places.clear(viewer.place());
        if (viewer.place() < seenByPlace.length && seenByPlace[viewer.place()] != null) {
            seenByPlace = seenByPlace.clone();
            seenByPlace[viewer.place()] = null;
        }
        Audience audience = viewer.audience();
        if (--audience.viewerCount == 0) {
            Audience[] rest = new Audience[audiences.length - 1];
            int kept = 0;
            for (Audience other : audiences) {
                if (other != audience) {
                    rest[kept++] = other;
                }
            }
            audiences = rest;
            desks.release(audience.desk);
        }
    }

    /** Forgets a viewer and ends his stream, after a LAST frame if there is one. */
    void end(Viewer viewer, @Nullable LastFrame last, StreamEnd end) {
        remove(viewer);
        viewer.audience().desk.execute(() -> viewer.finish(last, end));
    }

    /** Notes that a player's last applied input has changed. */
    void acknowledge(int index, long sequence) {
        if (acknowledgedCount == acknowledgedIndexes.length) {
            acknowledgedIndexes = Arrays.copyOf(acknowledgedIndexes, acknowledgedCount * 2);
            acknowledgedSequences = Arrays.copyOf(acknowledgedSequences, acknowledgedCount * 2);
        }
        acknowledgedIndexes[acknowledgedCount] = index;
        acknowledgedSequences[acknowledgedCount++] = sequence;
    }

    /** Whether a lane missed a frame, so that the next one has to carry every player's last applied input. */
    boolean isCatchUpDue() {
        for (Audience audience : audiences) {
            if (audience.missed) {
                return true;
            }
        }
        return false;
    }

    /**
     * Makes the tick's frame, if anybody watches, and hands it to every lane.
     *
     * @param events what the step sent to players who have a stream
     * @return whether a lane has ended, and its viewers with it
     */
    boolean publish(long tick, long slotsDropped, List<PrivateEvent> events) {
        if (audiences.length == 0) {
            acknowledgedCount = 0;
            return false;
        }
        boolean keyframeWanted = false;
        for (Audience audience : audiences) {
            keyframeWanted |= audience.missed;
            keyframeWanted |= audience.takeKeyframeWanted();
            audience.missed = false;
        }
        int count = acknowledgedCount;
        acknowledgedCount = 0;
        int[] indexes = count == 0 ? NO_INDEXES : Arrays.copyOf(acknowledgedIndexes, count);
        long[] sequences = count == 0 ? NO_SEQUENCES : Arrays.copyOf(acknowledgedSequences, count);
        List<PrivateEvent> copied = events.isEmpty() ? List.of() : List.copyOf(events);
        PublishedFrame frame;
        if (sectionCount == 1) {
            byte[] delta = encodeWhole(tick, slotsDropped, FrameKind.DELTA);
            byte[] keyframe =
                    keyframeWanted || delta == null ? encodeWhole(tick, slotsDropped, FrameKind.KEYFRAME) : null;
            frame = new PublishedFrame(audiences, epoch, tick, delta, keyframe, null, indexes, sequences, copied);
        } else {
            SectionFrames sections = encodeSections(tick, slotsDropped);
            frame = new PublishedFrame(audiences, epoch, tick, null, null, sections, indexes, sequences, copied);
        }
        return handOver(frame);
    }

    private boolean handOver(PublishedFrame frame) {
        boolean laneEnded = false;
        for (Audience audience : audiences) {
            boolean ended = audience.desk.isEnded(); // known of the hand-overs before
            if (!ended && audience.desk.offer(frame)) {
                handOvers.add(audience, frame);
            } else {
                handOvers.wake(); // the inbox may be full of what this loop has not told the lane of
                audience.missed = true;
                counters.handOversMissed.increment();
                counters.eventsDropped.add(frame.eventCountFor(audience));
            }
            laneEnded |= ended;
        }
        return laneEnded;
    }

    private byte @Nullable [] encodeWhole(long tick, long slotsDropped, FrameKind kind) {
        state.clear();
        if (kind == FrameKind.KEYFRAME) {
            board.writeKeyframe(0, state);
            counters.keyframesEncoded.increment();
        } else if (!board.writeDelta(0, state)) {
            return null;
        }
        message.clear();
        FrameFields.writeHeader(message, epoch, tick, kind, slotsDropped);
        FrameFields.writeSection(message, 0, stateField(kind), state);
        return message.toByteArray();
    }

    private SectionFrames encodeSections(long tick, long slotsDropped) {
        byte[] @Nullable [] deltas = new byte[sectionCount][];
        byte[] @Nullable [] keyframes = new byte[sectionCount][];
        boolean[] tried = new boolean[sectionCount];
        for (int i = 0; i < viewers.size(); i++) {
            Viewer viewer = viewers.get(i);
            SectionSet before = viewer.seen;
            SectionSet now = lookAt(viewer);
            boolean all = viewer.takeKeyframeWanted() || before == null;
            for (int section = 0; section < sectionCount; section++) {
                if (!now.contains(section)) {
                    continue;
                }
                if (!tried[section]) {
                    tried[section] = true;
                    deltas[section] = encodeSection(section, FrameKind.DELTA);
                }
                boolean newlySeen = all || (before != null && !before.contains(section));
                if (keyframes[section] == null && (newlySeen || deltas[section] == null)) {
                    keyframes[section] = encodeSection(section, FrameKind.KEYFRAME);
                }
            }
        }
        return new SectionFrames(
                header(tick, slotsDropped, FrameKind.DELTA),
                header(tick, slotsDropped, FrameKind.KEYFRAME),
                deltas,
                keyframes,
                seenByPlace);
    }

    /** Asks the board what a viewer sees; the set is a new one only if that has changed. */
    private SectionSet lookAt(Viewer viewer) {
        SectionSet now = scratch == null ? new SectionSet(sectionCount) : scratch;
        now.clear();
        scratch = now;
        board.sectionsSeenBy(viewer.playerIndex(), now);
        SectionSet before = viewer.seen;
        if (before != null && areEqual(before, now)) {
            return before;
        }
        SectionSet kept = new SectionSet(sectionCount);
        kept.copyFrom(now);
        viewer.seen = kept;
        seenByPlace = Arrays.copyOf(seenByPlace, Math.max(seenByPlace.length, viewer.place() + 1));
        seenByPlace[viewer.place()] = kept;
        return kept;
    }

    private static boolean areEqual(SectionSet one, SectionSet other) {
        for (int section = 0; section < one.sectionCount(); section++) {
            if (one.contains(section) != other.contains(section)) {
                return false;
            }
        }
        return true;
    }

    private byte @Nullable [] encodeSection(int section, FrameKind kind) {
        state.clear();
        if (kind == FrameKind.KEYFRAME) {
            board.writeKeyframe(section, state);
            counters.keyframesEncoded.increment();
        } else if (!board.writeDelta(section, state)) {
            return null;
        }
        message.clear();
        FrameFields.writeSection(message, section, stateField(kind), state);
        return message.toByteArray();
    }

    private byte[] header(long tick, long slotsDropped, FrameKind kind) {
        message.clear();
        FrameFields.writeHeader(message, epoch, tick, kind, slotsDropped);
        return message.toByteArray();
    }

    private static int stateField(FrameKind kind) {
        return kind == FrameKind.KEYFRAME ? FrameFields.SECTION_KEYFRAME : FrameFields.SECTION_DELTA;
    }

    /** A viewer who comes to a lane. */
    private record ViewerArrival(Viewer viewer) implements LaneMessage {
        @Override
        public void deliver(LaneDesk desk) {
            viewer.audience().add(viewer);
        }
    }
}
