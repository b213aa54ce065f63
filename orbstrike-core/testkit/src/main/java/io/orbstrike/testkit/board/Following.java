package io.orbstrike.testkit.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.Board;
import io.orbstrike.board.BoardStepper.PlayerEvent;
import io.orbstrike.board.BoardView;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.FrameKind;
import io.orbstrike.board.SectionSet;
import java.util.List;

/**
 * A view that follows a board from a keyframe on, as one viewer.
 *
 * <p>Confined to one thread.
 */
final class Following {

    private final BoardView view;
    private final int player;
    private SectionSet seen;

    /** Follows as a player, or as a viewer who does not play if the index is -1. */
    Following(BoardView view, Board<?, ?> board, int player) {
        this.view = view;
        this.player = player;
        this.seen = new SectionSet(board.sectionCount());
    }

    int player() {
        return player;
    }

    BoardView view() {
        return view;
    }

    void keyframe(Board<?, ?> board, long tick) {
        seen = seenNow(board);
        view.onFrameStart(tick, FrameKind.KEYFRAME);
        for (int section = 0; section < board.sectionCount(); section++) {
            if (seen.contains(section)) {
                view.onKeyframe(section, keyframeOf(board, section));
            }
        }
        view.onFrameEnd();
    }

    void delta(Board<?, ?> board, long tick, List<PlayerEvent> events) {
        SectionSet before = seen;
        seen = seenNow(board);
        view.onFrameStart(tick, FrameKind.DELTA);
        for (int section = 0; section < board.sectionCount(); section++) {
            if (seen.contains(section)) {
                show(board, section, before.contains(section));
            } else if (before.contains(section)) {
                view.onSectionGone(section);
            }
        }
        for (PlayerEvent event : events) {
            if (event.index() == player) {
                view.onEvent(new ByteReader(event.event()));
            }
        }
        view.onFrameEnd();
    }

    private void show(Board<?, ?> board, int section, boolean known) {
        ByteWriter delta = new ByteWriter();
        if (known && board.writeDelta(section, delta)) {
            view.onDelta(section, new ByteReader(delta.toByteArray()));
        } else {
            view.onKeyframe(section, keyframeOf(board, section));
        }
    }

    /** The view says of every section exactly what the board says, and nothing of those that are not seen. */
    void shouldKnow(Board<?, ?> board, String when) {
        for (int section = 0; section < board.sectionCount(); section++) {
            ByteWriter known = new ByteWriter();
            view.writeKeyframe(section, known);
            ByteWriter shown = new ByteWriter();
            if (seen.contains(section)) {
                board.writeKeyframe(section, shown);
            }
            assertThat(known.toByteArray())
                    .as("section %d in the view of player %d, %s", section, player, when)
                    .isEqualTo(shown.toByteArray());
        }
    }

    private SectionSet seenNow(Board<?, ?> board) {
        SectionSet now = new SectionSet(board.sectionCount());
        if (board.sectionCount() == 1) {
            now.addAll();
        } else {
            board.sectionsSeenBy(player, now);
        }
        return now;
    }

    private static ByteReader keyframeOf(Board<?, ?> board, int section) {
        ByteWriter out = new ByteWriter();
        board.writeKeyframe(section, out);
        return new ByteReader(out.toByteArray());
    }
}
