package io.orbstrike.cluster;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A page of boards as operators see them.
 *
 * <p>Immutable.
 *
 * @param boards those of one gameserver by rising ids
 * @param nextCursor names the page that follows, empty after the last
 */
public record BoardOverviewPage(List<BoardOverview> boards, String nextCursor) {

    /**
     * Copies the list.
     *
     * @param boards those of one gameserver by rising ids
     * @param nextCursor names the page that follows, empty after the last
     */
    public BoardOverviewPage {
        boards = List.copyOf(boards);
        requireNonNull(nextCursor, "nextCursor");
    }
}
