package io.orbstrike.host;

import io.orbstrike.board.BoardStepper;
import io.orbstrike.board.BoardType;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.board.MalformedBytesException;
import io.orbstrike.board.PlayerId;
import io.orbstrike.board.UnreadableSnapshotException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * A board's snapshot as the store keeps it: what the host knows of the board around what the board wrote itself.
 *
 * <p>Immutable.
 *
 * @param rosterNumber the highest player id of a join that the state contains
 * @param slotsDropped how many slots were dropped in the snapshot's epoch
 * @param lifetimeLeftNs how long the board may still live, {@link BoardSchedule#NEVER} for ever
 * @param unwatchedLeftNs how long it may stay without viewer and player, {@link BoardSchedule#NEVER} if it had some
 * @param players who was on it
 * @param stepper the board itself
 * @param <J> what a player brings when he joins
 * @param <I> what a player wants
 */
record SnapshotEnvelope<J, I>(
        long rosterNumber,
        long slotsDropped,
        long lifetimeLeftNs,
        long unwatchedLeftNs,
        List<Player<I>> players,
        BoardStepper<J, I> stepper) {

    /* The form, in ByteWriter's terms:
     *
     *   byte   format version, 1
     *   byte   flags, bit 0: the rest but the checksum is deflated
     *   varint epoch, varint tick, varint roster number
     *   varint length of the body before it was deflated
     *   body   block of the type's name; varint slots dropped; lifetime and unwatched time left, each a varint of
     *          nanoseconds + 1 or 0 for none; varint number of players, and of each: a byte that says which parts are
     *          there, varints index and id unless they follow those of the player before, varint last applied
     *          sequence, and if an input is held varint its sequence unless that is the last applied one, and the
     *          input, as one byte or as a block; varint ticks without a stream if there is none;
     *          then what BoardStepper.writeSnapshot wrote
     *   4 bytes CRC-32C of all before
     */

    static final int FORMAT_VERSION = 1;

    private static final int DEFLATED = 1;
    private static final int CHECKSUM_BYTES = 4;
    private static final int TYPE_NAME_BYTES_MAX = 32;
    private static final int INPUT_BYTES_MAX = 1 << 16;

    private static final int CONNECTED = 1;
    private static final int HELD = 1 << 1;
    private static final int HELD_IS_LAST = 1 << 2;
    private static final int INPUT_OF_ONE_BYTE = 1 << 3;
    private static final int NEXT_INDEX = 1 << 4;
    private static final int NEXT_ID = 1 << 5;
    private static final int FLAGS_MAX = (1 << 6) - 1;

    /**
     * A player in a snapshot.
     *
     * @param index his place
     * @param player his id
     * @param appliedSequence his last applied input
     * @param heldSequence the state input that holds, 0 if none
     * @param held that input, null if none
     * @param connected whether the board knows of a stream
     * @param ticksDisconnected for how many ticks he has had no stream
     * @param <I> what a player wants
     */
    record Player<I>(
            int index,
            PlayerId player,
            long appliedSequence,
            long heldSequence,
            @Nullable I held,
            boolean connected,
            int ticksDisconnected) {}

    /** The head of a snapshot that is not yet deflated and checksummed, and where its body begins. */
    private record Head(long epoch, long tick, long rosterNumber, int bodyBytes, boolean deflated) {}

    /**
     * Writes the state of a board between two steps, to be finished by {@link #seal}. Players who join with the next step
     * are left out, because the board does not know of them yet; those who leave with it are still there.
     */
    static <J, I> void write(TickingBoard<J, I> board, int version, long nowNs, ByteWriter body, ByteWriter out) {
        BoardType<?, J, I> type = board.handle().type();
        out.writeByte(FORMAT_VERSION);
        out.writeByte(0);
        out.writeVarint(board.handle().epoch());
        out.writeVarint(board.stepper().tick());
        out.writeVarint(board.rosterNumber());
        body.clear();
        body.writeUtf8(type.name());
        body.writeVarint(board.schedule().slotsDropped());
        writeTimeLeft(body, board.schedule().lifetimeLeftNs(nowNs));
        writeTimeLeft(body, board.schedule().unwatchedLeftNs(nowNs));
        PlayerTable<J, I> players = board.players();
        body.writeVarint(players.countOnBoard());
        ByteWriter input = new ByteWriter(32);
        int nextIndex = 0;
        long nextId = 1;
        for (int index = 0; index < players.indexBound(); index++) {
            Stay<I> stay = players.at(index);
            if (stay != null && stay.onBoard) {
                writePlayer(body, input, board, stay, nextIndex, nextId);
                nextIndex = index + 1;
                nextId = stay.playerNumber + 1;
            }
        }
        board.stepper().writeSnapshot(version, body);
        out.writeVarint(body.size());
        out.writeBytes(body.array(), 0, body.size());
    }

    /** Deflates what {@link #write} wrote if it is large, and adds the checksum; any thread. */
    static byte[] seal(byte[] written, int compressAboveBytes) {
        ByteWriter out = new ByteWriter(written.length + CHECKSUM_BYTES);
        if (written.length > compressAboveBytes) {
            ByteReader in = new ByteReader(written);
            in.skip(2);
            readHead(in, false);
            int bodyStart = in.offset();
            out.writeByte(written[0]);
            out.writeByte(DEFLATED);
            out.writeBytes(written, 2, bodyStart - 2);
            deflate(written, bodyStart, out);
        } else {
            out.writeBytes(written, 0, written.length);
        }
        out.writeFixed32(checksum(out.array(), out.size()));
        return out.toByteArray();
    }

    /**
     * Reads a snapshot.
     *
     * @throws UnreadableSnapshotException if it is damaged, of a newer version, of another type or too large
     */
    static <J, I> SnapshotEnvelope<J, I> read(BoardType<?, J, I> type, byte[] bytes, int bytesMax) {
        try {
            return parse(type, bytes, bytesMax);
        } catch (MalformedBytesException | InvalidValueException | DataFormatException e) {
            throw new UnreadableSnapshotException(
                    "board type " + type.name() + ": damaged snapshot of " + bytes.length + " bytes, " + e.getMessage(),
                    e);
        }
    }

    private static <J, I> SnapshotEnvelope<J, I> parse(BoardType<?, J, I> type, byte[] bytes, int bytesMax)
            throws DataFormatException {
        if (bytes.length < CHECKSUM_BYTES + 2) {
            throw new UnreadableSnapshotException("a snapshot of " + bytes.length + " bytes: too short", null);
        }
        int end = bytes.length - CHECKSUM_BYTES;
        int expected = new ByteReader(bytes, end, CHECKSUM_BYTES).readFixed32();
        if (checksum(bytes, end) != expected) {
            throw new UnreadableSnapshotException(
                    "board type " + type.name() + ": damaged snapshot of " + bytes.length + " bytes, wrong checksum",
                    null);
        }
        ByteReader in = new ByteReader(bytes, 0, end);
        int version = in.readByte();
        if (version != FORMAT_VERSION) {
            throw new UnreadableSnapshotException(
                    "a snapshot of format " + version + ": this build reads " + FORMAT_VERSION, null);
        }
        Head head = readHead(in, (in.readByte() & DEFLATED) != 0);
        if (head.bodyBytes() > bytesMax) {
            throw new UnreadableSnapshotException(
                    "a snapshot of " + head.bodyBytes() + " bytes: must be at most " + bytesMax, null);
        }
        ByteReader body;
        if (head.deflated()) {
            body = new ByteReader(inflate(bytes, in.offset(), in.remaining(), head.bodyBytes()));
        } else {
            body = new ByteReader(in.readBytes(head.bodyBytes()));
            in.requireEnd();
        }
        return parseBody(type, head, body);
    }

    private static <J, I> SnapshotEnvelope<J, I> parseBody(BoardType<?, J, I> type, Head head, ByteReader body) {
        String typeName = body.readUtf8(TYPE_NAME_BYTES_MAX);
        if (!typeName.equals(type.name())) {
            throw new UnreadableSnapshotException(
                    "a snapshot of board type " + typeName + ": cannot become a board of type " + type.name(), null);
        }
        long slotsDropped = body.readVarint();
        long lifetimeLeftNs = readTimeLeft(body);
        long unwatchedLeftNs = readTimeLeft(body);
        int count = body.readVarint("players", 0, body.remaining());
        List<Player<I>> players = new ArrayList<>(count);
        int nextIndex = 0;
        long nextId = 1;
        for (int i = 0; i < count; i++) {
            Player<I> player = readPlayer(type, body, nextIndex, nextId);
            players.add(player);
            nextIndex = player.index() + 1;
            nextId = player.player().value() + 1;
        }
        BoardStepper<J, I> stepper = BoardStepper.restore(type, new ByteReader(body.readBytes(body.remaining())));
        if (stepper.tick() != head.tick()) {
            throw body.malformed("tick " + stepper.tick() + " within a snapshot of tick " + head.tick());
        }
        requireDistinct(players, stepper.board().maxPlayers(), body);
        return new SnapshotEnvelope<>(
                head.rosterNumber(), slotsDropped, lifetimeLeftNs, unwatchedLeftNs, players, stepper);
    }

    private static Head readHead(ByteReader in, boolean deflated) {
        long epoch = in.readVarint();
        long tick = in.readVarint();
        long rosterNumber = in.readVarint();
        int bodyBytes = in.readVarint("body length", 0, Integer.MAX_VALUE);
        return new Head(epoch, tick, rosterNumber, bodyBytes, deflated);
    }

    /** Writes a player; what follows from the one before him, or from the rest, is left out. */
    private static <J, I> void writePlayer(
            ByteWriter body, ByteWriter input, TickingBoard<J, I> board, Stay<I> stay, int nextIndex, long nextId) {
        I held = stay.held;
        input.clear();
        if (held != null) {
            board.handle().type().inputCodec().encode(held, input);
        }
        int flags = (stay.connectedOnBoard ? CONNECTED : 0)
                | (held != null ? HELD : 0)
                | (held != null && stay.heldSequence == stay.applied() ? HELD_IS_LAST : 0)
                | (held != null && input.size() == 1 ? INPUT_OF_ONE_BYTE : 0)
                | (stay.index == nextIndex ? NEXT_INDEX : 0)
                | (stay.playerNumber == nextId ? NEXT_ID : 0);
        body.writeByte(flags);
        if ((flags & NEXT_INDEX) == 0) {
            body.writeVarint(stay.index);
        }
        if ((flags & NEXT_ID) == 0) {
            body.writeVarint(stay.playerNumber);
        }
        body.writeVarint(stay.applied());
        if ((flags & (HELD | HELD_IS_LAST)) == HELD) {
            body.writeVarint(stay.heldSequence);
        }
        if ((flags & INPUT_OF_ONE_BYTE) != 0) {
            body.writeBytes(input.array(), 0, 1);
        } else if ((flags & HELD) != 0) {
            body.writeBlock(input);
        }
        if ((flags & CONNECTED) == 0) {
            body.writeVarint(board.connections().ticksDisconnected(stay));
        }
    }

    private static <J, I> Player<I> readPlayer(BoardType<?, J, I> type, ByteReader body, int nextIndex, long nextId) {
        int flags = body.readByte();
        boolean isHeldLast = (flags & HELD_IS_LAST) != 0;
        boolean isOneByte = (flags & INPUT_OF_ONE_BYTE) != 0;
        boolean isHeld = (flags & HELD) != 0;
        if (flags > FLAGS_MAX || (!isHeld && (isHeldLast || isOneByte))) {
            throw body.malformed("player flags " + flags);
        }
        int index = (flags & NEXT_INDEX) != 0 ? nextIndex : body.readVarint("index", 0, Integer.MAX_VALUE);
        long id = (flags & NEXT_ID) != 0 ? nextId : body.readVarint();
        if (id < 1) {
            throw body.malformed("player id " + id);
        }
        long applied = body.readVarint();
        long heldSequence = !isHeld ? 0 : isHeldLast ? applied : body.readVarint();
        I held = null;
        if (isHeld) {
            byte[] input = isOneByte ? body.readBytes(1) : body.readBlock(INPUT_BYTES_MAX);
            held = type.inputCodec().decode(input);
        }
        boolean connected = (flags & CONNECTED) != 0;
        int ticksDisconnected = connected ? 0 : body.readVarint("ticks without a stream", 0, Integer.MAX_VALUE);
        return new Player<>(index, new PlayerId(id), applied, heldSequence, held, connected, ticksDisconnected);
    }

    private static <I> void requireDistinct(List<Player<I>> players, int maxPlayers, ByteReader body) {
        BitSet indexes = new BitSet();
        Set<PlayerId> ids = new HashSet<>();
        for (Player<I> player : players) {
            if (player.index() >= maxPlayers || indexes.get(player.index()) || !ids.add(player.player())) {
                throw body.malformed("player " + player.player() + " at place " + player.index() + " of " + maxPlayers);
            }
            indexes.set(player.index());
        }
    }

    private static void writeTimeLeft(ByteWriter out, long leftNs) {
        out.writeVarint(leftNs == BoardSchedule.NEVER ? 0 : leftNs + 1);
    }

    private static long readTimeLeft(ByteReader in) {
        long value = in.readVarint();
        if (value < 0) {
            throw in.malformed("a time of " + Long.toUnsignedString(value) + " ns");
        }
        return value == 0 ? BoardSchedule.NEVER : value - 1;
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private static void deflate(byte[] source, int offset, ByteWriter out) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(source, offset, source.length - offset);
            deflater.finish();
            byte[] chunk = new byte[8_192];
            while (!deflater.finished()) {
                out.writeBytes(chunk, 0, deflater.deflate(chunk));
            }
        } finally {
            deflater.end();
        }
    }

    private static byte[] inflate(byte[] source, int offset, int length, int wanted) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(source, offset, length);
            byte[] result = new byte[wanted];
            int at = 0;
            while (at < wanted) {
                int more = inflater.inflate(result, at, wanted - at);
                if (more == 0) {
                    throw new DataFormatException("deflated data cut short");
                }
                at += more;
            }
            if (inflater.getRemaining() != 0 || inflater.inflate(new byte[1]) != 0) {
                throw new DataFormatException("deflated data longer than it says");
            }
            return result;
        } finally {
            inflater.end();
        }
    }
}
