package io.orbstrike.store.memory;

import io.orbstrike.board.PlayerId;
import io.orbstrike.store.AttachmentStore;
import io.orbstrike.store.Behind;
import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardSpec;
import io.orbstrike.store.BoardSummary;
import io.orbstrike.store.Epoch;
import io.orbstrike.store.Fenced;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.StoreException;
import io.orbstrike.store.Token;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A board in the in-memory store, with its roster and its newest snapshot.
 *
 * <p>Guarded by its stripe's lock.
 */
final class StoredBoard {

    private static final int QUARANTINE_REASON_CHARS_MAX = 1_024;

    private final StoredRoster roster;
    private final StoredSnapshot snapshot;
    private BoardRecord record;
    private @Nullable Token attachedFrom;
    private OptionalLong handedOverAt = OptionalLong.empty();
    private @Nullable BoardSummary listing;

    StoredBoard(BoardRecord record, int rememberedKeysMax, SnapshotRoom room) {
        this.record = record;
        this.roster = new StoredRoster(rememberedKeysMax);
        this.snapshot = new StoredSnapshot(room);
    }

    BoardRecord record() {
        return record;
    }

    Token token() {
        return record.token();
    }

    OptionalInt snapshotVersion() {
        Optional<SnapshotStore.Snapshot> saved = snapshot.read();
        return saved.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(saved.get().version());
    }

    /** What lists say: what the holder said last, or how it is as long as he has said nothing; and whether it is ticked. */
    BoardSummary summary() {
        boolean isQuarantined = record.quarantine().isPresent();
        if (listing != null) {
            return listing.withQuarantined(isQuarantined);
        }
        BoardSpec spec = record.spec();
        return new BoardSummary(
                spec.id(),
                spec.type(),
                roster.players(),
                spec.maxPlayers(),
                spec.tickInterval(),
                token().epoch(),
                isQuarantined);
    }

    RosterStore.Roster roster() {
        return roster.read(token());
    }

    SnapshotStore.Loaded load() {
        return new SnapshotStore.Loaded(record, roster(), snapshot.read(), snapshot.writtenUnder());
    }

    RosterStore.JoinOutcome join(Token token, RosterStore.JoinRequest request, long nowMs) {
        if (token.isFencedBy(token())) {
            return new Fenced(token());
        }
        if (!token.equals(token()) || request.spentNumber() > roster.number()) {
            return Behind.INSTANCE;
        }
        return roster.join(request, record.spec().maxPlayers(), nowMs);
    }

    RosterStore.LeaveOutcome leave(Token token, PlayerId player, long nowMs) {
        if (token.isFencedBy(token())) {
            return new Fenced(token());
        }
        if (!token.equals(token())) {
            return Behind.INSTANCE;
        }
        return roster.leave(player, nowMs) ? new RosterStore.Left(roster.number()) : RosterStore.NotOnRoster.INSTANCE;
    }

    /** Tells whether an attach like this one led to the token that the board has. */
    boolean isAttachedBy(Token expected, Incarnation target) {
        return expected.equals(attachedFrom) && handedOverAt.isEmpty() && target.equals(token().holder());
    }

    /** Tells whether a handover like this one led to the token that the board has. */
    boolean isHandedOverBy(SnapshotStore.SaveRequest last, Incarnation target) {
        return last.token().equals(attachedFrom)
                && handedOverAt.equals(OptionalLong.of(last.snapshot().tick()))
                && target.equals(token().holder());
    }

    Token attach(Incarnation target, AttachmentStore.AttachReason reason, long nowMs) {
        attachedFrom = token();
        handedOverAt = OptionalLong.empty();
        record = record.attachedAnew(nextToken(target, nowMs));
        record = switch (reason) {
            case MOVED -> record;
            case HOLDER_DIED -> record.withHolderDeaths(record.holderDeaths() + 1);
            case RELEASED -> record.withQuarantine(Optional.empty()).withHolderDeaths(0);
        };
        return token();
    }

    private Token nextToken(Incarnation target, long nowMs) {
        return new Token(Epoch.after(token().epoch(), nowMs), target);
    }

    /** Why the caller cannot hand the board over with this state; null if he can. */
    SnapshotStore.@Nullable HandOverOutcome refusal(SnapshotStore.SaveRequest last) {
        if (last.token().isFencedBy(token())) {
            return new Fenced(token());
        }
        if (!last.token().equals(token())) {
            return Behind.INSTANCE;
        }
        OptionalLong later = snapshot.tickAbove(token().epoch(), last.snapshot());
        return later.isPresent() ? new SnapshotStore.Superseded(later.getAsLong()) : null;
    }

    /** Writes the last state and attaches the board to the target, unless there is no room: then nothing has changed. */
    boolean tryHandOver(SnapshotStore.SaveRequest last, Incarnation target, long nowMs) {
        if (!snapshot.tryReplace(token().epoch(), last.snapshot())) {
            return false;
        }
        last.leaving().forEach(player -> roster.leave(player, nowMs));
        listing = last.listing().orElse(listing);
        attachedFrom = token();
        record = record.withToken(nextToken(target, nowMs));
        handedOverAt = OptionalLong.of(last.snapshot().tick());
        return true;
    }

    AttachmentStore.MarkOutcome mark(Token token, String reason) {
        if (token.isFencedBy(token())) {
            return new Fenced(token());
        }
        if (!token.equals(token())) {
            return Behind.INSTANCE;
        }
        record = reason.isEmpty()
                ? record.withQuarantine(Optional.empty()).withHolderDeaths(0)
                : record.withQuarantine(Optional.of(cut(reason)));
        return AttachmentStore.Marked.INSTANCE;
    }

    AttachmentStore.MarkOutcome forgetDeaths(Token token) {
        if (token.isFencedBy(token())) {
            return new Fenced(token());
        }
        if (!token.equals(token())) {
            return Behind.INSTANCE;
        }
        record = record.withHolderDeaths(0);
        return AttachmentStore.Marked.INSTANCE;
    }

    private static String cut(String reason) {
        if (reason.length() <= QUARANTINE_REASON_CHARS_MAX) {
            return reason;
        }
        boolean cutsAPair = Character.isHighSurrogate(reason.charAt(QUARANTINE_REASON_CHARS_MAX - 1));
        return reason.substring(0, QUARANTINE_REASON_CHARS_MAX - (cutsAPair ? 1 : 0));
    }

    SnapshotStore.SaveOutcome save(SnapshotStore.SaveRequest save, long nowMs) {
        if (save.token().isFencedBy(token())) {
            return new Fenced(token());
        }
        if (!save.token().equals(token())) {
            return Behind.INSTANCE;
        }
        OptionalLong later = snapshot.tickAbove(token().epoch(), save.snapshot());
        if (later.isPresent()) {
            return new SnapshotStore.Superseded(later.getAsLong());
        }
        if (!snapshot.tryReplace(token().epoch(), save.snapshot())) {
            return new NotApplied(new StoreException("no room for another snapshot", null));
        }
        int left = 0;
        for (PlayerId player : save.leaving()) {
            left += roster.leave(player, nowMs) ? 1 : 0;
        }
        listing = save.listing().orElse(listing);
        return new SnapshotStore.Saved(roster.number(), left);
    }

    /**
     * Takes what the holder has: all of it under a higher epoch than the record's, else what is newer.
     *
     * @return whether there was room for it; if not, nothing has changed
     */
    boolean tryAssert(SnapshotStore.Assertion assertion, long nowMs) {
        Token token = assertion.board().token();
        Optional<SnapshotStore.Snapshot> newer = assertion
                .snapshot()
                .filter(theirs -> snapshot.tickAbove(token.epoch(), theirs).isEmpty());
        if (newer.isPresent() && !snapshot.tryReplace(token.epoch(), newer.get())) {
            return false;
        }
        boolean wasBehind = !token.equals(token());
        if (wasBehind || assertion.roster().rosterNumber() > roster.number()) {
            roster.replace(assertion, nowMs);
        }
        if (wasBehind) {
            record = assertion.board().withToken(token);
            attachedFrom = null;
            handedOverAt = OptionalLong.empty();
            listing = null;
        }
        return true;
    }

    long rosterNumber() {
        return roster.number();
    }

    /** Gives back what the board takes from the store's bounds; it is not used afterwards. */
    void forget() {
        snapshot.forget();
    }
}
