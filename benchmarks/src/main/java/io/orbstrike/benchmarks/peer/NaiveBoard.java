package io.orbstrike.benchmarks.peer;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.orbstrike.grpc.orb.v1.Player;
import io.orbstrike.grpc.v1.BoardInfo;
import io.orbstrike.grpc.v1.ServerFrame;
import io.orbstrike.orb.OrbInput;
import io.orbstrike.orb.OrbRules;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One board: its game, its players and the streams of those who watch. A step and all its frames are made under the
 * board's monitor, which joins and inputs wait for.
 *
 * <p>Thread-safe.
 */
final class NaiveBoard {

    private static final Logger LOG = System.getLogger(NaiveBoard.class.getName());

    private final String id;
    private final OrbRules rules;
    private final NaiveGame game;
    private final BitSet takenIndexes = new BitSet();
    private final Map<ByteString, NaiveSeat> seatsByKey = new HashMap<>();
    private final Map<NaiveOrb, ServerCallStreamObserver<ServerFrame>> streams = new HashMap<>();
    private final List<NaiveOrb> leaving = new ArrayList<>();
    private long playersSoFar;
    private boolean isClosed;

    NaiveBoard(String id, OrbRules rules, long seed) {
        this.id = id;
        this.rules = rules;
        this.game = new NaiveGame(NaiveConstants.of(rules), seed);
    }

    String id() {
        return id;
    }

    long tickIntervalNs() {
        return TimeUnit.MILLISECONDS.toNanos(rules.tickIntervalMs());
    }

    synchronized BoardInfo info() {
        return BoardInfo.newBuilder()
                .setId(id)
                .setType("orb")
                .setPlayers(takenIndexes.cardinality())
                .setMaxPlayers(rules.maxPlayers())
                .setTickIntervalNs(tickIntervalNs())
                .setEpoch(NaiveFrames.EPOCH)
                .build();
    }

    /** Lets a player join; the same key gives the same seat. Null if there is no place any more. */
    synchronized @Nullable NaiveSeat join(ByteString key, Player joinData, String ticket) {
        NaiveSeat known = seatsByKey.get(key);
        if (known != null) {
            return known;
        }
        int index = takenIndexes.nextClearBit(0);
        if (isClosed || index >= rules.maxPlayers()) {
            return null;
        }
        takenIndexes.set(index);
        NaiveSeat seat = new NaiveSeat(this, game.join(index, ++playersSoFar, joinData), key, ticket);
        seatsByKey.put(key, seat);
        return seat;
    }

    /** Takes a player off the board with the next step, which tells him so. */
    synchronized void leave(NaiveSeat seat) {
        if (seatsByKey.remove(seat.key()) != null) {
            game.leave(seat.orb());
            leaving.add(seat.orb());
        }
    }

    /** Sends frames to a player from the next step on; false if he has left. An older stream of his ends. */
    synchronized boolean watch(NaiveSeat seat, ServerCallStreamObserver<ServerFrame> stream) {
        if (isClosed || !seatsByKey.containsKey(seat.key())) {
            return false;
        }
        ServerCallStreamObserver<ServerFrame> older = streams.put(seat.orb(), stream);
        if (older != null) {
            older.onError(Status.ABORTED.withDescription("a newer stream").asRuntimeException());
        }
        return true;
    }

    /** A player's stream is gone. */
    synchronized void unwatch(NaiveSeat seat, ServerCallStreamObserver<ServerFrame> stream) {
        if (streams.remove(seat.orb(), stream)) {
            game.disconnect(seat.orb());
        }
    }

    /** Ends a stream with which a player has sent what is no input. */
    synchronized void refuse(NaiveSeat seat, ServerCallStreamObserver<ServerFrame> stream, String why) {
        if (streams.remove(seat.orb(), stream)) {
            game.disconnect(seat.orb());
            stream.onError(Status.INVALID_ARGUMENT.withDescription(why).asRuntimeException());
        }
    }

    synchronized void input(NaiveSeat seat, long sequence, OrbInput input) {
        game.input(seat.orb(), sequence, input);
    }

    /** Simulates one step and tells everybody; false if the board is over. */
    synchronized boolean tick() {
        if (isClosed) {
            return false;
        }
        try {
            game.step();
            dismissLeaving();
            streams.forEach(this::send);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "board " + id + ": closed, its step failed", e);
            close();
        }
        return !isClosed;
    }

    /** Gives a viewer his frame, unless the one before still waits: each is whole, so none is needed. */
    private void send(NaiveOrb orb, ServerCallStreamObserver<ServerFrame> stream) {
        if (stream.isReady()) {
            stream.onNext(NaiveFrames.keyframe(game, orb));
        }
    }

    private void dismissLeaving() {
        for (NaiveOrb orb : leaving) {
            takenIndexes.clear(orb.index);
            ServerCallStreamObserver<ServerFrame> stream = streams.remove(orb);
            if (stream != null) {
                stream.onNext(NaiveFrames.last(game));
                stream.onCompleted();
            }
        }
        isClosed = !leaving.isEmpty() && seatsByKey.isEmpty();
        leaving.clear();
    }

    /** Ends the board and its streams; may be called twice. */
    synchronized void close() {
        isClosed = true;
        streams.values()
                .forEach(stream -> stream.onError(
                        Status.UNAVAILABLE.withDescription("the board is over").asRuntimeException()));
        streams.clear();
    }
}
