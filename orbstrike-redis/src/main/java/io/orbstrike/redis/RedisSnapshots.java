package io.orbstrike.redis;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import io.orbstrike.redis.IoLane.Purpose;
import io.orbstrike.store.Absent;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.Behind;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardSummary;
import io.orbstrike.store.Closed;
import io.orbstrike.store.Fenced;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.RosterEntry;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.Unknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/** Snapshots in Redis. */
final class RedisSnapshots implements SnapshotStore {

    private static final byte[] EMPTY = new byte[0];

    private final RedisIo io;
    private final StoreKeys keys;
    private final BoardList list;
    private final BoardIndex index;

    RedisSnapshots(RedisIo io, BoardList list, BoardIndex index) {
        this.io = io;
        this.keys = io.keys();
        this.list = list;
        this.index = index;
    }

    @Override
    public CompletionStage<List<SaveOutcome>> save(List<SaveRequest> saves, Duration remaining) {
        if (saves.size() > SAVES_PER_CALL_MAX) {
            throw new IllegalArgumentException(
                    "saves " + saves.size() + ": must be at most " + SAVES_PER_CALL_MAX + " in a call");
        }
        List<SaveRequest> all = List.copyOf(saves);
        List<List<Integer>> shards = byShard(all);
        if (shards.size() == 1) {
            return savedShard(all, remaining);
        }
        SaveOutcome[] outcomes = new SaveOutcome[all.size()];
        List<CompletableFuture<?>> parts = new ArrayList<>();
        for (List<Integer> shard : shards) {
            List<SaveRequest> part = shard.stream().map(all::get).toList();
            parts.add(savedShard(part, remaining)
                    .thenAccept(saved -> {
                        for (int i = 0; i < saved.size(); i++) {
                            outcomes[shard.get(i)] = saved.get(i);
                        }
                    })
                    .toCompletableFuture());
        }
        return CompletableFuture.allOf(parts.toArray(new CompletableFuture<?>[0]))
                .thenApply(nothing -> List.of(outcomes));
    }

    /** The saves' numbers by the master that they go to, as far as is known without asking. */
    private List<List<Integer>> byShard(List<SaveRequest> saves) {
        Map<Optional<HostAndPort>, List<Integer>> byShard = new LinkedHashMap<>();
        for (int i = 0; i < saves.size(); i++) {
            byShard.computeIfAbsent(
                            io.topology().knownMasterOf(keys.board(saves.get(i).board())), added -> new ArrayList<>())
                    .add(i);
        }
        return new ArrayList<>(byShard.values());
    }

    private CompletionStage<List<SaveOutcome>> savedShard(List<SaveRequest> saves, Duration remaining) {
        return io.write(
                Purpose.SAVES,
                remaining,
                cause -> Collections.nCopies(saves.size(), new NotApplied(cause)),
                cause -> Collections.nCopies(saves.size(), new Unknown(cause)),
                exchange -> saved(exchange, saves));
    }

    private List<SaveOutcome> saved(Exchange exchange, List<SaveRequest> saves) {
        List<RedisCall> calls = new ArrayList<>(saves.size());
        for (SaveRequest save : saves) {
            calls.add(call(save));
        }
        List<@Nullable Object> answers = exchange.answers(calls);
        List<SaveOutcome> outcomes = new ArrayList<>(saves.size());
        List<BoardSummary> listings = new ArrayList<>();
        for (int i = 0; i < saves.size(); i++) {
            SaveOutcome outcome = outcome(answers.get(i));
            outcomes.add(outcome);
            if (outcome instanceof Saved) {
                saves.get(i).listing().ifPresent(listings::add);
            }
        }
        if (!listings.isEmpty()) {
            list.show(exchange, listings);
        }
        return outcomes;
    }

    private RedisCall call(SaveRequest save) {
        Snapshot snapshot = save.snapshot();
        BoardId board = save.board();
        byte[] token = Reply.ascii(save.token());
        byte[] epoch = Reply.ascii(save.token().epoch().value());
        byte[] tick = Reply.ascii(snapshot.tick());
        byte[] meta = BoardCodec.snapshotMeta(snapshot);
        if (save.leaving().isEmpty()) {
            byte[][] boardKeys = {keys.board(board), keys.closed(board)};
            return RedisCall.run(Script.SAVE, boardKeys, token, epoch, tick, meta, snapshot.bytes());
        }
        List<byte[]> arguments = new ArrayList<>(
                List.of(token, epoch, tick, meta, snapshot.bytes(), Reply.ascii(RosterStore.KEY_LIFETIME.toMillis())));
        for (PlayerId player : save.leaving()) {
            arguments.add(Reply.ascii(player.value()));
        }
        byte[][] boardKeys = {
            keys.board(board), keys.closed(board), keys.roster(board), keys.joinKeys(board), keys.goneKeys(board)
        };
        return RedisCall.run(Script.SAVE_LEAVING, boardKeys, arguments);
    }

    private static SaveOutcome outcome(@Nullable Object answer) {
        if (answer instanceof Long rosterNumber) {
            return new Saved(rosterNumber);
        }
        if (answer instanceof CallFailure failure) {
            return failure.mayBeApplied()
                    ? new Unknown(failure.asStoreException())
                    : new NotApplied(failure.asStoreException());
        }
        Reply reply = Reply.of(answer);
        return switch (reply.word()) {
            case "saved" -> new Saved(reply.number(1), (int) reply.number(2));
            case "superseded" -> new Superseded(reply.number(1));
            case "fenced" -> new Fenced(reply.token(1));
            case "behind" -> Behind.INSTANCE;
            case "closed" -> new Closed(reply.epoch(1));
            default -> throw RedisBoards.unexpected(reply);
        };
    }

    @Override
    public CompletionStage<LoadOutcome> load(BoardId board, Duration remaining) {
        requireNonNull(board, "board");
        return io.read(Purpose.BOARDS, remaining, Unknown::new, exchange -> {
            Reply reply = exchange.run(RedisCall.run(
                    Script.LOAD,
                    new byte[][] {keys.board(board), keys.roster(board), keys.closed(board)},
                    BoardCodec.names(BoardCodec.WHOLE_FIELDS)));
            return switch (reply.word()) {
                case "loaded" -> loaded(board, reply.list(1), reply.list(2));
                case "closed" -> new Closed(reply.epoch(1));
                case "absent" -> Absent.INSTANCE;
                default -> throw RedisBoards.unexpected(reply);
            };
        });
    }

    private static Loaded loaded(BoardId board, List<?> values, List<?> roster) {
        BoardRecord record = BoardCodec.record(board, values);
        return new Loaded(
                record,
                BoardCodec.roster(record.token(), BoardCodec.rosterNumber(values), roster),
                BoardCodec.snapshot(values),
                BoardCodec.writtenUnder(values));
    }

    @Override
    public CompletionStage<AssertOutcome> assertBoard(Assertion assertion, Duration remaining) {
        requireNonNull(assertion, "assertion");
        return io.write(
                Purpose.SAVES, remaining, NotApplied::new, Unknown::new, exchange -> asserted(exchange, assertion));
    }

    private AssertOutcome asserted(Exchange exchange, Assertion assertion) throws CallFailure {
        BoardRecord board = assertion.board();
        BoardId id = board.spec().id();
        index.enterFirst(exchange, board.token().holder(), List.of(id));
        Reply reply = exchange.run(RedisCall.run(Script.ASSERT, keys.wholeBoard(id), arguments(assertion)));
        return switch (reply.word()) {
            case "asserted" -> {
                if (board.spec().listed()) {
                    int players = assertion.roster().entries().size();
                    list.show(
                            exchange,
                            List.of(RedisBoards.summary(
                                    board.spec(), players, board.token().epoch())));
                }
                yield new Asserted(reply.number(1));
            }
            case "fenced" -> new Fenced(reply.token(1));
            case "closed" -> new Closed(reply.epoch(1));
            default -> throw RedisBoards.unexpected(reply);
        };
    }

    private static List<byte[]> arguments(Assertion assertion) {
        BoardRecord board = assertion.board();
        Optional<Snapshot> snapshot = assertion.snapshot();
        List<RosterEntry> entries = assertion.roster().entries();
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(Reply.ascii(board.token()));
        arguments.add(Reply.ascii(assertion.roster().rosterNumber()));
        arguments.add(Reply.ascii(board.token().epoch().value()));
        arguments.add(snapshot.map(state -> Reply.ascii(state.tick())).orElse(EMPTY));
        arguments.add(snapshot.map(BoardCodec::snapshotMeta).orElse(EMPTY));
        arguments.add(snapshot.map(Snapshot::bytes).orElse(EMPTY));
        arguments.add(Reply.ascii(RosterStore.KEY_LIFETIME.toMillis()));
        arguments.add(Reply.ascii(entries.size()));
        arguments.add(BoardCodec.joinKeys(assertion.unacknowledged()));
        for (RosterEntry entry : entries) {
            arguments.add(Reply.ascii(entry.player().value()));
            arguments.add(BoardCodec.entry(entry.key(), entry.index(), entry.joinData()));
        }
        arguments.addAll(BoardCodec.recordFields(board));
        return arguments;
    }

    /** Goes where attaches go, since saves may queue (LEASE-7) and the board stands still meanwhile. */
    @Override
    public CompletionStage<HandOverOutcome> handOver(SaveRequest last, Incarnation target, Duration remaining) {
        requireNonNull(last, "last");
        requireNonNull(target, "target");
        return io.write(
                Purpose.ATTACHMENTS,
                remaining,
                NotApplied::new,
                Unknown::new,
                exchange -> handedOver(exchange, last, target));
    }

    private HandOverOutcome handedOver(Exchange exchange, SaveRequest last, Incarnation target) throws CallFailure {
        BoardId board = last.board();
        HolderChange change =
                HolderChange.of(exchange, keys, index, board, last.token().holder(), target);
        if (!change.isReady(exchange)) {
            return AttachmentStore.TargetNotLive.INSTANCE;
        }
        Reply reply = exchange.run(
                RedisCall.run(Script.HAND_OVER, change.keys(keys.wholeBoard(board)), handOverArguments(last, target)));
        return switch (reply.word()) {
            case "handed" -> {
                change.finish(exchange);
                last.listing().ifPresent(listing -> list.show(exchange, List.of(listing)));
                yield new HandedOver(reply.token(1));
            }
            case "superseded" -> new Superseded(reply.number(1));
            case "dead" -> AttachmentStore.TargetNotLive.INSTANCE;
            case "fenced" -> new Fenced(reply.token(1));
            case "behind" -> Behind.INSTANCE;
            case "closed" -> new Closed(reply.epoch(1));
            default -> throw RedisBoards.unexpected(reply);
        };
    }

    private static List<byte[]> handOverArguments(SaveRequest last, Incarnation target) {
        Snapshot snapshot = last.snapshot();
        List<byte[]> arguments = new ArrayList<>(List.of(
                Reply.ascii(last.token()),
                Reply.ascii(target),
                Reply.ascii(last.token().epoch().value()),
                Reply.ascii(snapshot.tick()),
                BoardCodec.snapshotMeta(snapshot),
                snapshot.bytes(),
                Reply.ascii(RosterStore.KEY_LIFETIME.toMillis()),
                Reply.ascii(last.board()),
                BoardIndex.KEPT_MS));
        for (PlayerId player : last.leaving()) {
            arguments.add(Reply.ascii(player.value()));
        }
        return arguments;
    }
}
