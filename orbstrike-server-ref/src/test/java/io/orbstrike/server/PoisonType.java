package io.orbstrike.server;

import io.orbstrike.board.Board;
import io.orbstrike.board.BoardContext;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.CodecBoardType;
import io.orbstrike.board.Codecs;
import io.orbstrike.board.PlayerId;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Boards that ruin the gameservers that tick them with a player, half a second after they have begun to. */
public final class PoisonType extends CodecBoardType<Integer, Integer, Integer> {

    /** Rules: the process ends in the middle of a tick. */
    static final int HALTS = 1;

    /** Rules: a tick does not return. */
    static final int NEVER_RETURNS = 2;

    private static final int PLAYERS_MAX = 1;
    private static final int HARMLESS_TICKS = 10;
    private static final int EXIT_CODE = 137;

    /** Found by the gameserver that looks for board types. */
    public PoisonType() {
        super(
                "poison",
                Codecs.varint("what it does", HALTS, NEVER_RETURNS),
                Codecs.varint("nothing", 0, 0),
                Codecs.varint("nothing", 0, 0));
    }

    /** What to say to a JVM so that its gameserver has this type. */
    static List<String> classPath() {
        Path classes = Path.of(PoisonType.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        String path = ServerProcess.JAR + ":" + classes + ":" + classes.resolve("poison");
        return List.of("-cp", path, "io.orbstrike.server.Main");
    }

    @Override
    public Board<Integer, Integer> create(Integer rules, long seed) {
        return new Poison(rules);
    }

    @Override
    public Board<Integer, Integer> restore(int version, ByteReader snapshot) {
        Poison poison = new Poison(snapshot.readVarint("what it does", HALTS, NEVER_RETURNS));
        poison.players = snapshot.readVarint("players", 0, PLAYERS_MAX);
        snapshot.requireEnd();
        return poison;
    }

    private static final class Poison implements Board<Integer, Integer> {

        private final int deed;
        private int players;
        private int ticksHere;

        Poison(int deed) {
            this.deed = deed;
        }

        @Override
        public int maxPlayers() {
            return PLAYERS_MAX;
        }

        @Override
        public void onJoin(int index, PlayerId player, Integer joinData, BoardContext context) {
            players++;
        }

        @Override
        public void onLeave(int index, BoardContext context) {
            players--;
        }

        @Override
        public void onInput(int index, Integer input, BoardContext context) {}

        @Override
        public void tick(BoardContext context) {
            if (players > 0 && ++ticksHere > HARMLESS_TICKS) {
                ruin();
            }
        }

        private void ruin() {
            if (deed == HALTS) {
                Runtime.getRuntime().halt(EXIT_CODE);
            }
            while (true) {
                LockSupport.park(this);
            }
        }

        @Override
        public void writeSnapshot(int version, ByteWriter out) {
            out.writeVarint(deed);
            out.writeVarint(players);
        }
    }
}
