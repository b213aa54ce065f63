package io.orbstrike.examples.web;

import io.orbstrike.board.Board;
import io.orbstrike.board.BoardContext;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.PlayerId;
import io.orbstrike.examples.web.Pong.Ball;
import io.orbstrike.examples.web.Pong.Side;
import java.time.Duration;

/**
 * One table of {@link Pong}. The place of a player is his side: 0 is the left one, 1 the right one. The snapshot serves as
 * keyframe too.
 *
 * <p>Confined to the tick thread.
 */
final class PongBoard implements Board<String, Integer> {

    private static final Duration TICK_INTERVAL = Duration.ofMillis(15);
    private static final int PAUSE_TO_SERVE = 60;

    final Side[] sides = {new Side(), new Side()};
    final Ball ball = new Ball();

    /** How many ticks the ball rests; then it is served, after a game that somebody has won the first one of the next. */
    int pause = PAUSE_TO_SERVE;

    private final int points;

    PongBoard(int points) {
        this.points = points;
    }

    @Override
    public int maxPlayers() {
        return sides.length;
    }

    @Override
    public Duration tickInterval() {
        return TICK_INTERVAL;
    }

    @Override
    public void onJoin(int index, PlayerId player, String name, BoardContext context) {
        sides[index].isTaken = true;
        sides[index].name = name;
        sides[index].target = sides[index].paddle;
        startGame();
    }

    @Override
    public void onLeave(int index, BoardContext context) {
        sides[index].isTaken = false;
        sides[index].name = "";
    }

    @Override
    public void onDisconnected(int index, BoardContext context) {
        sides[index].target = sides[index].paddle;
    }

    @Override
    public void onInput(int index, Integer height, BoardContext context) {
        sides[index].target = height;
    }

    @Override
    public void tick(BoardContext context) {
        for (Side side : sides) {
            side.step(ball.y);
        }
        if (pause > 0) {
            pause--;
            if (pause == 0) {
                serve(context);
            }
            return;
        }
        int aimed = ball.stepX < 0 ? 0 : 1;
        int line = aimed == 0 ? Pong.EDGE : Pong.WIDTH - Pong.EDGE;
        if (ball.isMissedBy(sides[aimed], line)) {
            Side scorer = sides[1 - aimed];
            scorer.score = Math.min(scorer.score + 1, points);
            pause = isWon() ? Pong.PAUSE_MAX : PAUSE_TO_SERVE;
        }
    }

    private void serve(BoardContext context) {
        if (isWon()) {
            startGame();
            pause = 0;
        }
        ball.serve(context.random());
    }

    private void startGame() {
        for (Side side : sides) {
            side.score = 0;
        }
        pause = PAUSE_TO_SERVE;
    }

    private boolean isWon() {
        return sides[0].score == points || sides[1].score == points;
    }

    @Override
    public void writeSnapshot(int version, ByteWriter out) {
        out.writeVarint(points);
        out.writeVarint(pause);
        ball.write(out);
        for (Side side : sides) {
            side.write(out);
        }
    }
}
