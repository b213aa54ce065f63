package io.orbstrike.redis;

import io.orbstrike.board.BoardId;
import io.orbstrike.store.Creator;
import io.orbstrike.store.Incarnation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The names of all keys. What is in braces decides the slot in a cluster, so a board's keys lie together.
 *
 * <p>Immutable.
 */
final class StoreKeys {

    /** Listed boards lie in this many buckets, by the first bits of their ids. */
    static final int LIST_BUCKETS = 64;

    private static final String BOARD_SUFFIX = "}:board";
    private static final int BOARD_DIGITS = 32;

    private final String prefix;
    private final byte[][] leases;
    private final byte[] leader;
    private final byte[][] reports;
    private final byte[] hintChannel;

    /**
     * Creates the names.
     *
     * @param database its number: keys are apart by databases, and channels are not
     */
    StoreKeys(String prefix, int database) {
        this.prefix = prefix;
        this.hintChannel = bytes(prefix + ":hints:" + database);
        this.leases = new byte[][] {of("leases", "leases"), of("leases", "ends"), of("leases", "early")};
        this.leader = of("election", "leader");
        this.reports = new byte[][] {of("election", "candidates"), of("election", "unreached")};
    }

    byte[] board(BoardId board) {
        return of(board.toString(), "board");
    }

    byte[] closed(BoardId board) {
        return of(board.toString(), "closed");
    }

    byte[] roster(BoardId board) {
        return of(board.toString(), "roster");
    }

    byte[] joinKeys(BoardId board) {
        return of(board.toString(), "keys");
    }

    byte[] goneKeys(BoardId board) {
        return of(board.toString(), "gone");
    }

    /** Board, roster, keys, gone, closed: what a change of a roster touches. */
    byte[][] wholeBoard(BoardId board) {
        return new byte[][] {board(board), roster(board), joinKeys(board), goneKeys(board), closed(board)};
    }

    /** Leases, their ends, and which were ended early. */
    byte[][] leases() {
        return leases;
    }

    byte[] leaseEnds() {
        return leases[1];
    }

    byte[] leader() {
        return leader;
    }

    /** When the candidates' reports end, and the gameservers that they name. */
    byte[][] reports() {
        return reports;
    }

    byte[] index(Incarnation gameserver) {
        return of("index/" + gameserver, "boards");
    }

    /** Ids and what lists show of the boards, of one bucket. */
    byte[][] listBucket(int bucket) {
        return new byte[][] {of("list/" + bucket, "ids"), of("list/" + bucket, "boards")};
    }

    static int listBucketOf(BoardId board) {
        return (int) (board.high() >>> (Long.SIZE - 6));
    }

    /** A creator's name may be personal: its hash is enough to count by. */
    byte[] quota(Creator creator) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(creator.name().getBytes(StandardCharsets.UTF_8));
            return of("quota/" + HexFormat.of().formatHex(hash), "boards");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-256, which every JVM must have", e);
        }
    }

    /** A key that is written to where a call went, so that waiting for replicas waits for all before it. */
    byte[] waitMark(byte[] callKey) {
        String key = new String(callKey, StandardCharsets.UTF_8);
        return (key.substring(0, key.indexOf('}') + 1) + ":wait").getBytes(StandardCharsets.UTF_8);
    }

    byte[] hintChannel() {
        return hintChannel;
    }

    /** What SCAN is to look for to find all boards. */
    byte[] boardPattern() {
        return bytes(prefix + ":{*" + BOARD_SUFFIX);
    }

    /** The board that a key which was found by {@link #boardPattern} belongs to. */
    BoardId boardOf(byte[] key) {
        String name = new String(key, StandardCharsets.UTF_8);
        int end = name.length() - BOARD_SUFFIX.length();
        return BoardId.parse(name.substring(end - BOARD_DIGITS, end));
    }

    private byte[] of(String tag, String name) {
        return bytes(prefix + ":{" + tag + "}:" + name);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
