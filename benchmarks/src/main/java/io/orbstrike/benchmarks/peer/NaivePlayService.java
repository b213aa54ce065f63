package io.orbstrike.benchmarks.peer;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.grpc.orb.v1.Input;
import io.orbstrike.grpc.v1.ClientFrame;
import io.orbstrike.grpc.v1.PlayGrpc;
import io.orbstrike.grpc.v1.ServerFrame;
import io.orbstrike.orb.OrbInput;

/**
 * The players' streams. What a client acknowledges is not heeded; the transport's readiness alone decides who is sent a
 * frame.
 *
 * <p>Thread-safe.
 */
final class NaivePlayService extends PlayGrpc.PlayImplBase {

    private final NaiveBoards boards;

    NaivePlayService(NaiveBoards boards) {
        this.boards = boards;
    }

    @Override
    public StreamObserver<ClientFrame> play(StreamObserver<ServerFrame> observer) {
        ServerCallStreamObserver<ServerFrame> stream = (ServerCallStreamObserver<ServerFrame>) observer;
        NaiveSeat seat = boards.seat(NaiveTickets.ofCall());
        if (seat == null) {
            stream.onError(
                    Status.UNAUTHENTICATED.withDescription("no such ticket").asRuntimeException());
            return new Refused();
        }
        stream.setOnCancelHandler(() -> seat.board().unwatch(seat, stream));
        if (!seat.board().watch(seat, stream)) {
            stream.onError(
                    Status.NOT_FOUND.withDescription("the stay has ended").asRuntimeException());
            return new Refused();
        }
        return new Inputs(seat, stream);
    }

    /** What one player says. */
    private record Inputs(NaiveSeat seat, ServerCallStreamObserver<ServerFrame> stream)
            implements StreamObserver<ClientFrame> {

        @Override
        public void onNext(ClientFrame frame) {
            if (!frame.hasState()) {
                return;
            }
            try {
                Input wanted = Input.parseFrom(frame.getState().getInput());
                OrbInput input = OrbInput.of(wanted.getDirection(), wanted.getRing());
                seat.board().input(seat, frame.getState().getSequence(), input);
            } catch (InvalidProtocolBufferException | InvalidValueException e) {
                seat.board().refuse(seat, stream, String.valueOf(e.getMessage()));
            }
        }

        @Override
        public void onError(Throwable failure) {
            seat.board().unwatch(seat, stream);
        }

        @Override
        public void onCompleted() {
            // A client that ends its side goes on watching.
        }
    }

    /** Takes what comes on a call that has been answered with an error. */
    private record Refused() implements StreamObserver<ClientFrame> {

        @Override
        public void onNext(ClientFrame frame) {
            // The call is over.
        }

        @Override
        public void onError(Throwable failure) {
            // The call is over.
        }

        @Override
        public void onCompleted() {
            // The call is over.
        }
    }
}
