package io.orbstrike.examples.web;

import io.orbstrike.board.BoardRandom;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.CodecBoardType;
import io.orbstrike.board.Codecs;

/**
 * A game for two: each has a paddle and keeps the ball off his side, and the board plays for who is missing. Rules are the
 * points of a game, join data is the player's name, and the only input is a state: the height where a player wants his
 * paddle.
 *
 * <p>Immutable; its boards are confined to their tick threads.
 */
public final class Pong extends CodecBoardType<Integer, String, Integer> {

    static final int WIDTH = 1_000, HEIGHT = 600;

    /** How far a paddle's line is from its side, and its ends from its middle. */
    static final int EDGE = 40, REACH = 60;

    static final int POINTS_MAX = 21, NAME_CHARS_MAX = 16, PAUSE_MAX = 200;

    private static final int NAME_BYTES_MAX = 4 * NAME_CHARS_MAX;

    /** Makes the type, which has no state. */
    public Pong() {
        super(
                "pong",
                Codecs.varint("points", 1, POINTS_MAX),
                Codecs.utf8("name", NAME_CHARS_MAX),
                Codecs.varint("height", 0, HEIGHT));
    }

    @Override
    public PongBoard create(Integer points, long seed) {
        return new PongBoard(points);
    }

    @Override
    public PongBoard restore(int version, ByteReader in) {
        int points = in.readVarint("points", 1, POINTS_MAX);
        PongBoard board = new PongBoard(points);
        board.pause = in.readVarint("pause", 0, PAUSE_MAX);
        board.ball.read(in);
        for (Side side : board.sides) {
            side.read(in, points);
        }
        in.requireEnd();
        return board;
    }

    private static int between(int least, int value, int most) {
        return Math.max(least, Math.min(most, value));
    }

    /** A player's side of the field; without a player the board moves its paddle. */
    static final class Side {

        private static final int STEP = 9, LAZY_STEP = 4;

        String name = "";
        boolean isTaken;
        int score;
        int paddle = HEIGHT / 2;
        int target = HEIGHT / 2;

        void step(int ballHeight) {
            int wanted = isTaken ? target : ballHeight;
            int step = isTaken ? STEP : LAZY_STEP;
            paddle += between(-step, wanted - paddle, step);
        }

        void read(ByteReader in, int points) {
            isTaken = in.readVarint("taken", 0, 1) == 1;
            name = in.readUtf8(NAME_BYTES_MAX);
            score = in.readVarint("score", 0, points);
            paddle = in.readVarint("paddle", 0, HEIGHT);
            target = in.readVarint("target", 0, HEIGHT);
        }

        void write(ByteWriter out) {
            out.writeVarint(isTaken ? 1 : 0);
            out.writeUtf8(name);
            out.writeVarint(score);
            out.writeVarint(paddle);
            out.writeVarint(target);
        }
    }

    /** Where the ball is, and how far it goes in a tick. */
    static final class Ball {

        private static final int SPEED = 7, SPEED_MAX = 20, STEEPEST = 12, SLOPE = 5;

        int x = WIDTH / 2;
        int y = HEIGHT / 2;
        int stepX = SPEED;
        int stepY;

        void serve(BoardRandom random) {
            x = WIDTH / 2;
            y = HEIGHT / 2;
            stepX = random.nextInt(2) == 0 ? SPEED : -SPEED;
            stepY = random.nextInt(2 * SPEED + 1) - SPEED;
        }

        /** Moves by a tick; who stands at the line that it crosses sends it back, the faster the longer they play. */
        boolean isMissedBy(Side side, int line) {
            x += stepX;
            y += stepY;
            if (y < 0 || y > HEIGHT) {
                y = y < 0 ? -y : 2 * HEIGHT - y;
                stepY = -stepY;
            }
            if (stepX < 0 ? x > line : x < line) {
                return false;
            }
            int offset = y - side.paddle;
            if (Math.abs(offset) > REACH) {
                x = between(0, x, WIDTH);
                return true;
            }
            x = 2 * line - x;
            int speed = Math.min(Math.abs(stepX) + 1, SPEED_MAX);
            stepX = stepX < 0 ? speed : -speed;
            stepY = between(-STEEPEST, offset / SLOPE, STEEPEST);
            return false;
        }

        void read(ByteReader in) {
            x = in.readVarint("x", 0, WIDTH);
            y = in.readVarint("y", 0, HEIGHT);
            stepX = in.readVarint("step x", 0, 2 * SPEED_MAX) - SPEED_MAX;
            stepY = in.readVarint("step y", 0, 2 * STEEPEST) - STEEPEST;
        }

        void write(ByteWriter out) {
            out.writeVarint(x);
            out.writeVarint(y);
            out.writeVarint(stepX + SPEED_MAX);
            out.writeVarint(stepY + STEEPEST);
        }
    }
}
