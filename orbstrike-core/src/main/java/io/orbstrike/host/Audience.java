package io.orbstrike.host;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A board's viewers on one lane.
 *
 * <p>Confined to the lane, but for the fields that say otherwise.
 */
final class Audience {

    final LaneDesk desk;

    /** How many viewers there are; confined to the tick thread. */
    int viewerCount;

    /** Whether a frame did not fit into the lane's inbox; confined to the tick thread. */
    boolean missed;

    private @Nullable Viewer[] viewers = new @Nullable Viewer[4];
    private int size;
    private @Nullable Viewer[] byIndex = new @Nullable Viewer[4];
    private boolean delivering;
    private boolean hasClosed;
    private long newestTick;

    /** Set by the lane, taken by the tick thread. */
    private volatile boolean keyframeWanted;

    Audience(LaneDesk desk) {
        this.desk = desk;
    }

    /** Asks the tick thread for keyframes in its next frame. */
    void wantKeyframe() {
        if (!keyframeWanted) {
            keyframeWanted = true;
        }
    }

    /** Whether keyframes were asked for since the last call; tick thread only. */
    boolean takeKeyframeWanted() {
        if (!keyframeWanted) {
            return false;
        }
        keyframeWanted = false;
        return true;
    }

    /** The newest tick that reached the lane. */
    long newestTick() {
        return newestTick;
    }

    void add(Viewer viewer) {
        if (viewer.isClosed()) {
            return; // his client left before this lane came to know of him
        }
        if (size == viewers.length) {
            viewers = Arrays.copyOf(viewers, size * 2);
        }
        viewers[size++] = viewer;
        int index = viewer.playerIndex();
        if (index >= 0) {
            if (index >= byIndex.length) {
                byIndex = Arrays.copyOf(byIndex, Math.max(index + 1, byIndex.length * 2));
            }
            byIndex[index] = viewer;
        }
    }

    /** Forgets viewers that have closed, unless a delivery is under way, which does it at its end. */
    void removeClosed() {
        hasClosed = true;
        if (delivering) {
            return;
        }
        hasClosed = false;
        int kept = 0;
        for (int i = 0; i < size; i++) {
            Viewer viewer = viewers[i];
            if (viewer == null) {
                continue;
            }
            if (viewer.isClosed()) {
                int index = viewer.playerIndex();
                if (index >= 0 && byIndex[index] == viewer) {
                    byIndex[index] = null;
                }
            } else {
                viewers[kept++] = viewer;
            }
        }
        Arrays.fill(viewers, kept, size, null);
        size = kept;
    }

    void deliver(PublishedFrame frame) {
        delivering = true;
        try {
            newestTick = frame.tick();
            noteWhatIsPrivate(frame);
            for (int i = 0; i < size; i++) {
                Viewer viewer = viewers[i];
                if (viewer != null) {
                    viewer.onFrame(frame);
                }
            }
        } finally {
            delivering = false;
        }
        if (hasClosed) {
            removeClosed();
        }
    }

    private void noteWhatIsPrivate(PublishedFrame frame) {
        int[] indexes = frame.acknowledgedIndexes();
        for (int i = 0; i < indexes.length; i++) {
            Viewer viewer = at(indexes[i]);
            if (viewer != null) {
                viewer.onAcknowledged(frame.tick(), frame.acknowledgedSequences()[i]);
            }
        }
        List<PrivateEvent> events = frame.events();
        for (int i = 0; i < events.size(); i++) {
            PrivateEvent event = events.get(i);
            if (event.viewer().audience() == this) {
                event.viewer().onPrivateEvent(frame.tick(), event.event());
            }
        }
    }

    private @Nullable Viewer at(int index) {
        return index < byIndex.length ? byIndex[index] : null;
    }
}
