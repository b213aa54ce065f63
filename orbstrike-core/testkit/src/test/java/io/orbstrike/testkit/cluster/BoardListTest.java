package io.orbstrike.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.cluster.Lobby;
import io.orbstrike.cluster.Lobby.BoardFacts;
import io.orbstrike.cluster.Lobby.BoardPage;
import io.orbstrike.cluster.Lobby.ListQuery;
import io.orbstrike.store.Creator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoardListTest {

    private final GameserverRig rig = new GameserverRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldListEveryListedBoardOnceFromPageToPage() {
        List<BoardId> boards = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            boards.add(rig.created().id());
        }
        Lobby.CreateRequest hidden = new Lobby.CreateRequest(
                rig.key(), "counter", rig.request(rig.key(), 9).rules(), false, Optional.empty(), new Creator("s"));
        rig.answerAs(Lobby.Created.class, rig.lobby().createBoard(hidden, GameserverRig.REMAINING));
        rig.hosted(boards.remove(0)).expire();
        rig.advance(Duration.ofMillis(100));

        List<BoardId> found = new ArrayList<>();
        String token = "";
        do {
            BoardPage page = rig.answer(rig.lobby().listBoards(new ListQuery(2, token, ""), GameserverRig.REMAINING));
            assertThat(page.boards()).hasSizeLessThanOrEqualTo(2);
            page.boards().stream().map(BoardFacts::id).forEach(found::add);
            token = page.nextPageToken();
        } while (!token.isEmpty());
        assertThat(found).containsExactlyInAnyOrderElementsOf(boards);
    }

    @Test
    void shouldListBoardsOfTheTypeThatIsAskedFor() {
        rig.created();
        assertThat(rig.answer(rig.lobby().listBoards(new ListQuery(10, "", "counter"), GameserverRig.REMAINING))
                        .boards())
                .hasSize(1);
        assertThat(rig.answer(rig.lobby().listBoards(new ListQuery(10, "", "orb"), GameserverRig.REMAINING))
                        .boards())
                .isEmpty();
    }

    @Test
    void shouldNameFieldAndBoundOfABadQuery() {
        assertThatThrownBy(
                        () -> rig.answer(rig.lobby().listBoards(new ListQuery(1_001, "", ""), GameserverRig.REMAINING)))
                .hasCauseInstanceOf(InvalidValueException.class)
                .hasMessageContaining("page_size 1001: must be 1 to 1000 boards");
        assertThatThrownBy(() -> rig.answer(rig.lobby().listBoards(new ListQuery(1, "x", ""), GameserverRig.REMAINING)))
                .hasMessageContaining("page_token \"x\": must be what a page named");
    }
}
