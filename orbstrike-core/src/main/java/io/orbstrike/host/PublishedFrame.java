package io.orbstrike.host;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a board shows of one tick, to all lanes: bytes that every viewer shares, and what single viewers need to know.
 *
 * <p>Immutable; nobody changes the arrays after the constructor.
 */
final class PublishedFrame implements LaneMessage {

    private final Audience[] audiences;
    private final long epoch;
    private final long tick;
    private final byte @Nullable [] delta;
    private final byte @Nullable [] keyframe;
    private final @Nullable SectionFrames sections;
    private final int[] acknowledgedIndexes;
    private final long[] acknowledgedSequences;
    private final List<PrivateEvent> events;

    /**
     * Makes a frame.
     *
     * @param audiences the board's viewers at this tick, one per lane
     * @param delta header and sections for viewers who know the tick before; null if there are several sections, or all
     *     need the keyframe
     * @param keyframe header and sections for anybody; null if there are several sections, or nobody asked for it
     * @param sections the parts if there are several sections, else null
     * @param acknowledgedIndexes of players whose last applied input has changed
     * @param acknowledgedSequences the last applied inputs of these
     */
    PublishedFrame(
            Audience[] audiences,
            long epoch,
            long tick,
            byte @Nullable [] delta,
            byte @Nullable [] keyframe,
            @Nullable SectionFrames sections,
            int[] acknowledgedIndexes,
            long[] acknowledgedSequences,
            List<PrivateEvent> events) {
        this.audiences = audiences;
        this.epoch = epoch;
        this.tick = tick;
        this.delta = delta;
        this.keyframe = keyframe;
        this.sections = sections;
        this.acknowledgedIndexes = acknowledgedIndexes;
        this.acknowledgedSequences = acknowledgedSequences;
        this.events = events;
    }

    @Override
    public void deliver(LaneDesk desk) {
        for (Audience audience : audiences) {
            if (audience.desk == desk) {
                audience.deliver(this);
                return;
            }
        }
    }

    long epoch() {
        return epoch;
    }

    long tick() {
        return tick;
    }

    byte @Nullable [] delta() {
        return delta;
    }

    byte @Nullable [] keyframe() {
        return keyframe;
    }

    @Nullable
    SectionFrames sections() {
        return sections;
    }

    int[] acknowledgedIndexes() {
        return acknowledgedIndexes;
    }

    long[] acknowledgedSequences() {
        return acknowledgedSequences;
    }

    List<PrivateEvent> events() {
        return events;
    }

    /** How many of the events are for viewers of one audience. */
    int eventCountFor(Audience audience) {
        int count = 0;
        for (int i = 0; i < events.size(); i++) {
            count += events.get(i).viewer().audience() == audience ? 1 : 0;
        }
        return count;
    }
}
