package io.orbstrike.redis;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.Creator;
import io.orbstrike.store.Epoch;
import io.orbstrike.store.IdempotencyKey;
import io.orbstrike.store.RequiredLabels;
import io.orbstrike.store.RosterEntry;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.SnapshotStore.Snapshot;
import io.orbstrike.store.Token;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** How a board lies in its hashes. Numbers are decimal digits, times ISO-8601, so that a person can read them. */
final class BoardCodec {

    /** The fields of a record, in the order in which {@link #record} reads them. */
    static final List<String> RECORD_FIELDS = List.of(
            "token",
            "created",
            "quarantine",
            "type",
            "rules",
            "seed",
            "listed",
            "lifetime",
            "creator",
            "max",
            "interval",
            "deaths",
            "from",
            "labels");

    /** The fields of a record, and what its snapshot is. */
    static final List<String> FOUND_FIELDS = concatenated(RECORD_FIELDS, List.of("sm"));

    /** The fields of a whole board: record, roster number, snapshot. */
    static final List<String> WHOLE_FIELDS = concatenated(RECORD_FIELDS, List.of("rn", "st", "sm", "sb", "se"));

    private static final int KEY_BYTES = 32;
    private static final int ENTRY_HEAD_BYTES = KEY_BYTES + Integer.BYTES;

    private BoardCodec() {}

    static List<byte[]> names(List<String> fields) {
        return fields.stream().map(BoardCodec::bytes).toList();
    }

    /** Fields and values of what is fixed at a board's creation. */
    static List<byte[]> specFields(BoardSpec spec) {
        List<byte[]> fields = new ArrayList<>(List.of(
                bytes("type"),
                bytes(spec.type()),
                bytes("rules"),
                spec.rules(),
                bytes("seed"),
                Reply.ascii(spec.seed()),
                bytes("listed"),
                bytes(spec.listed() ? "1" : "0"),
                bytes("lifetime"),
                bytes(spec.lifetime().toString()),
                bytes("creator"),
                bytes(spec.creator().name()),
                bytes("max"),
                Reply.ascii(spec.maxPlayers()),
                bytes("interval"),
                bytes(spec.tickInterval().toString())));
        if (!spec.requiredLabels().isEmpty()) {
            fields.add(bytes("labels"));
            fields.add(bytes(spec.requiredLabels().toString()));
        }
        return fields;
    }

    /** Fields and values of a record but for its token. */
    static List<byte[]> recordFields(BoardRecord board) {
        List<byte[]> fields = specFields(board.spec());
        fields.add(bytes("created"));
        fields.add(Reply.ascii(board.createdAt().toEpochMilli()));
        board.quarantine().ifPresent(reason -> {
            fields.add(bytes("quarantine"));
            fields.add(bytes(reason));
        });
        if (board.holderDeaths() > 0) {
            fields.add(bytes("deaths"));
            fields.add(Reply.ascii(board.holderDeaths()));
        }
        return fields;
    }

    /** Reads the values of {@link #RECORD_FIELDS}. */
    static BoardRecord record(BoardId id, List<?> values) {
        BoardSpec spec = new BoardSpec(
                id,
                Reply.text(values.get(3)),
                Reply.bytes(values.get(4)),
                Reply.number(values.get(5)),
                Reply.text(values.get(6)).equals("1"),
                Duration.parse(Reply.text(values.get(7))),
                new Creator(Reply.text(values.get(8))),
                (int) Reply.number(values.get(9)),
                Duration.parse(Reply.text(values.get(10))),
                values.get(13) == null ? RequiredLabels.NONE : RequiredLabels.parse(Reply.text(values.get(13))));
        return new BoardRecord(
                spec,
                Reply.token(Reply.text(values.get(0))),
                Instant.ofEpochMilli(Reply.number(values.get(1))),
                Optional.ofNullable(values.get(2)).map(Reply::text),
                values.get(11) == null ? 0 : (int) Reply.number(values.get(11)),
                Optional.ofNullable(values.get(12)).map(Reply::text).flatMap(BoardCodec::attachedFrom));
    }

    /* After a handover the tick is named, too: then the state in the store is the last one of that holder. */
    private static Optional<Token> attachedFrom(String from) {
        return from.indexOf('@') < 0 ? Optional.of(Reply.token(from)) : Optional.empty();
    }

    /** Reads the roster number that follows the record among the values of {@link #WHOLE_FIELDS}. */
    static long rosterNumber(List<?> values) {
        return Reply.number(values.get(RECORD_FIELDS.size()));
    }

    /** Reads the snapshot that follows the roster number among the values of {@link #WHOLE_FIELDS}. */
    static Optional<Snapshot> snapshot(List<?> values) {
        int first = RECORD_FIELDS.size() + 1;
        if (values.get(first) == null) {
            return Optional.empty();
        }
        Object meta = values.get(first + 1);
        return Optional.of(new Snapshot(
                Reply.number(values.get(first)),
                Long.parseLong(metaParts(meta)[0]),
                versionOf(meta),
                Reply.bytes(values.get(first + 2))));
    }

    /** Reads which epoch wrote the snapshot, the last among the values of {@link #WHOLE_FIELDS}. */
    static Optional<Epoch> writtenUnder(List<?> values) {
        Object epoch = values.get(WHOLE_FIELDS.size() - 1);
        return epoch == null ? Optional.empty() : Optional.of(new Epoch(Reply.number(epoch)));
    }

    /** Reads the snapshot's version that follows the record among the values of {@link #FOUND_FIELDS}. */
    static OptionalInt snapshotVersion(List<?> values) {
        Object meta = values.get(RECORD_FIELDS.size());
        return meta == null ? OptionalInt.empty() : OptionalInt.of(versionOf(meta));
    }

    private static int versionOf(@Nullable Object meta) {
        return Integer.parseInt(metaParts(meta)[1]);
    }

    private static String[] metaParts(@Nullable Object meta) {
        return Reply.text(meta).split("/", -1);
    }

    /** What a snapshot is: its roster number and version. */
    static byte[] snapshotMeta(Snapshot snapshot) {
        return bytes(snapshot.rosterNumber() + "/" + snapshot.version());
    }

    /** A key as it lies in the hash of keys: 32 bytes. */
    static byte[] joinKey(IdempotencyKey key) {
        return HexFormat.of().parseHex(key.hash());
    }

    /** Keys as they lie in the hash of keys, one after another. */
    static byte[] joinKeys(Collection<IdempotencyKey> keys) {
        ByteBuffer bytes = ByteBuffer.allocate(KEY_BYTES * keys.size());
        keys.forEach(key -> bytes.put(joinKey(key)));
        return bytes.array();
    }

    /** A player on the roster: his key, his index, his join data. */
    static byte[] entry(IdempotencyKey key, int index, byte[] joinData) {
        return ByteBuffer.allocate(ENTRY_HEAD_BYTES + joinData.length)
                .put(joinKey(key))
                .putInt(index)
                .put(joinData)
                .array();
    }

    static RosterEntry entry(PlayerId player, @Nullable Object value) {
        ByteBuffer bytes = ByteBuffer.wrap(Reply.bytes(value));
        if (bytes.remaining() < ENTRY_HEAD_BYTES) {
            throw new IllegalStateException("a roster's entry of " + bytes.remaining() + " bytes is cut short");
        }
        byte[] key = new byte[KEY_BYTES];
        bytes.get(key);
        int index = bytes.getInt();
        byte[] joinData = new byte[bytes.remaining()];
        bytes.get(joinData);
        return new RosterEntry(player, new IdempotencyKey(HexFormat.of().formatHex(key)), index, joinData);
    }

    /** Reads a roster from players and entries in turn. */
    static RosterStore.Roster roster(Token token, long rosterNumber, List<?> pairs) {
        List<RosterEntry> entries = new ArrayList<>(pairs.size() / 2);
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            entries.add(entry(new PlayerId(Reply.number(pairs.get(i))), pairs.get(i + 1)));
        }
        entries.sort(Comparator.comparing(RosterEntry::player));
        return new RosterStore.Roster(token, rosterNumber, entries);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> concatenated(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }
}
