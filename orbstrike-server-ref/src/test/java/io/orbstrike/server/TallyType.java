package io.orbstrike.server;

import io.orbstrike.board.Board;
import io.orbstrike.board.BoardContext;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.CodecBoardType;
import io.orbstrike.board.Codecs;
import io.orbstrike.board.InputKind;
import io.orbstrike.board.None;
import io.orbstrike.board.PlayerId;
import io.orbstrike.board.SnapshotVersions;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Boards on which players count together, as it suits them, and whose steps take as long as the rules say. Which versions
 * of snapshots a process reads, a property of its JVM says.
 */
public final class TallyType extends CodecBoardType<Integer, None, Integer> {

    /** What a player adds at most at once. */
    static final int COUNT_MAX = 1_000;

    private static final String NEWEST_VERSION = "orbstrike.tally.newest";
    private static final int OLDEST_VERSION = 1;
    private static final int VERSION_WITH_GREATEST = 2;
    private static final int BUSY_US_MAX = 20_000;
    private static final int PLAYERS_MAX = 8;

    private final int newestVersion = Integer.getInteger(NEWEST_VERSION, OLDEST_VERSION);

    /** Found by the gameserver that looks for board types. */
    public TallyType() {
        super(
                "tally",
                Codecs.varint("microseconds of a step", 0, BUSY_US_MAX),
                Codecs.none(),
                Codecs.varint("count", 1, COUNT_MAX));
    }

    /**
     * What to say to a JVM so that its gameserver has this type.
     *
     * @param newestVersion of the snapshots that it reads and writes
     * @param before what is looked through for classes before the built jar
     */
    static List<String> classPath(int newestVersion, Path... before) {
        Path classes = Path.of(TallyType.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        String path = Stream.concat(Stream.of(before), Stream.of(ServerProcess.JAR, classes, classes.resolve("tally")))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        List<String> said = new ArrayList<>(List.of("-D" + NEWEST_VERSION + "=" + newestVersion));
        said.addAll(List.of("-cp", path, "io.orbstrike.server.Main"));
        return said;
    }

    /** What a frame shows: how much was counted. */
    static long countedIn(ByteReader keyframe) {
        return keyframe.readVarint();
    }

    @Override
    public InputKind kindOf(Integer input) {
        return InputKind.EVENT;
    }

    @Override
    public SnapshotVersions snapshotVersions() {
        return new SnapshotVersions(OLDEST_VERSION, newestVersion);
    }

    @Override
    public Board<None, Integer> create(Integer busyUs, long seed) {
        return new Tally(busyUs, newestVersion);
    }

    @Override
    public Board<None, Integer> restore(int version, ByteReader snapshot) {
        Tally tally = new Tally(snapshot.readVarint("microseconds of a step", 0, BUSY_US_MAX), newestVersion);
        tally.counted = snapshot.readVarint();
        if (version >= VERSION_WITH_GREATEST) {
            tally.greatest = snapshot.readVarint("greatest count", 0, COUNT_MAX);
        }
        snapshot.requireEnd();
        return tally;
    }

    private static final class Tally implements Board<None, Integer> {

        private static final long NS_PER_US = 1_000;

        private final int busyUs;
        private final int newestVersion;
        private long counted;
        private int greatest;

        Tally(int busyUs, int newestVersion) {
            this.busyUs = busyUs;
            this.newestVersion = newestVersion;
        }

        @Override
        public int maxPlayers() {
            return PLAYERS_MAX;
        }

        @Override
        public void onJoin(int index, PlayerId player, None joinData, BoardContext context) {}

        @Override
        public void onLeave(int index, BoardContext context) {}

        @Override
        public void onInput(int index, Integer count, BoardContext context) {
            counted += count;
            greatest = Math.max(greatest, count);
        }

        @Override
        public void tick(BoardContext context) {
            long startNs = System.nanoTime();
            while (System.nanoTime() - startNs < busyUs * NS_PER_US) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void writeKeyframe(int section, ByteWriter out) {
            out.writeVarint(counted);
        }

        @Override
        public int newestSnapshotVersion() {
            return newestVersion;
        }

        @Override
        public void writeSnapshot(int version, ByteWriter out) {
            out.writeVarint(busyUs);
            out.writeVarint(counted);
            if (version >= VERSION_WITH_GREATEST) {
                out.writeVarint(greatest);
            }
        }
    }
}
