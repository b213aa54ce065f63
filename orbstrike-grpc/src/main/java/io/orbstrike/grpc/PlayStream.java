package io.orbstrike.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.netty.channel.Channel;
import io.orbstrike.board.BoardId;
import io.orbstrike.board.InputKind;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.board.MalformedBytesException;
import io.orbstrike.board.PlayerId;
import io.orbstrike.grpc.ClientFrameReader.Input;
import io.orbstrike.grpc.ticket.Ticket;
import io.orbstrike.grpc.ticket.TicketCheck;
import io.orbstrike.host.Frame;
import io.orbstrike.host.FrameSink;
import io.orbstrike.host.HostedBoard;
import io.orbstrike.host.Lane;
import io.orbstrike.host.OpenOutcome;
import io.orbstrike.host.StreamEnd;
import io.orbstrike.host.StreamNumber;
import io.orbstrike.host.Viewer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One Play stream: gRPC's callbacks on one side, the host's viewer on the other.
 *
 * <p>Confined to its lane, which is the event loop of its connection: gRPC calls back there because the server runs under
 * a direct executor, and the host writes there.
 */
final class PlayStream extends ServerCall.Listener<byte[]> implements FrameSink, PlayStreams.Stream {

    /* Opening (no viewer yet, nothing requested from the client; perhaps its board is still on its way), open (a viewer;
     * one message requested at a time), ended.
     * The end comes from one of three sides, and the first one wins: the host (end), this class (fail), the client or the
     * network (onCancel). Only the last two close the viewer; the host knows of its own end.
     */

    static final int CLIENT_FRAME_BYTES_MAX = 64 * 1024;

    private static final Logger LOG = System.getLogger(PlayStream.class.getName());

    private static final Cases<OpenOutcome, PlayStream> OPENING = Cases.<OpenOutcome, PlayStream>of(OpenOutcome.class)
            .on(OpenOutcome.Opened.class, (opened, stream) -> stream.onOpened(opened.viewer()))
            .on(
                    OpenOutcome.Superseded.class,
                    (superseded, stream) -> stream.fail(Failure.superseded(superseded.streamNumber())))
            .on(
                    OpenOutcome.UnknownPlayer.class,
                    (unknown, stream) -> stream.fail(Failure.of(
                            ErrorReason.UNKNOWN_PLAYER, "the player is not on the board: his stay has ended")))
            .on(
                    OpenOutcome.Gone.class,
                    (gone, stream) ->
                            stream.fail(Failure.of(ErrorReason.UNKNOWN_BOARD, "the board has closed or is not here")))
            .on(OpenOutcome.Quarantined.class, (quarantined, stream) -> stream.fail(quarantined()))
            .on(
                    OpenOutcome.Busy.class,
                    (busy, stream) -> stream.fail(stream.unavailable(ErrorReason.UNAVAILABLE, "the board is busy")))
            .build();

    private static final Cases<StreamEnd, PlayStream> ENDING = Cases.<StreamEnd, PlayStream>of(StreamEnd.class)
            .on(StreamEnd.StayEnded.class, (ended, stream) -> stream.finish(Status.OK, new Metadata()))
            .on(
                    StreamEnd.Superseded.class,
                    (superseded, stream) -> stream.finish(Failure.superseded(superseded.streamNumber())))
            .on(StreamEnd.Quarantined.class, (quarantined, stream) -> stream.finish(quarantined()))
            .on(
                    StreamEnd.Moved.class,
                    (moved, stream) -> stream.finish(Failure.moved(
                            moved.epoch(), stream.service.options().retryAfter())))
            .on(
                    StreamEnd.Detached.class,
                    (detached, stream) -> stream.finish(stream.unavailable(
                            ErrorReason.BOARD_MOVED, "the board is not at this gameserver any more")))
            .build();

    private final PlayService service;
    private final ServerCall<byte[], Frame> call;
    private final Lane lane;
    private final InputRate rate;
    private final @Nullable FrameOutlet direct;
    private @Nullable Viewer viewer;
    private long epoch;
    private long newestTickSent;
    private int framesSinceReady;
    private boolean hasSentHeaders;
    private boolean isQueued;
    private int queueTasksDue;
    private boolean hasHalfClosed;
    private boolean hasEnded;

    PlayStream(PlayService service, ServerCall<byte[], Frame> call, Lane lane) {
        this.service = service;
        this.call = call;
        this.lane = lane;
        this.direct = call instanceof FrameOutlet own ? own : directStream();
        GrpcServerOptions options = service.options();
        this.rate = new InputRate(
                options.clientFramesPerSecond(),
                options.clientFramesBurst(),
                service.clock().nanoTime());
    }

    private @Nullable FrameOutlet directStream() {
        Channel channel = service.connections().channelOf(call.getAttributes());
        return channel == null ? null : DirectStream.ofStartingCall(channel, this::onReady);
    }

    @Override
    public Lane lane() {
        return lane;
    }

    /** Checks what the call brings and opens the stream at the board, or ends it. */
    void open(Metadata headers) {
        CredentialCheck proxies = service.proxies();
        Optional<Failure> refusal =
                proxies == null ? Optional.empty() : proxies.refusal(headers.get(PlayMetadata.CLUSTER));
        if (refusal.isPresent()) {
            fail(refusal.get());
            return;
        }
        TicketCheck check = service.tickets().check(PlayMetadata.bearer(headers));
        if (check instanceof TicketCheck.Accepted accepted) {
            try {
                int attempt = proxies == null ? 0 : PlayMetadata.attempt(headers);
                StreamNumber streamNumber = new StreamNumber(PlayMetadata.streamNumber(headers), attempt);
                open(accepted.ticket(), streamNumber, PlayMetadata.seenEpoch(headers));
            } catch (InvalidValueException e) {
                fail(Failure.of(e));
            }
        } else if (check instanceof TicketCheck.Refused refused) {
            fail(Failure.of(ErrorReason.BAD_TICKET, refused.refusal().message()));
        }
    }

    private void open(Ticket ticket, StreamNumber streamNumber, long seenEpoch) {
        Optional<CompletionStage<Void>> arrival = service.boards().arrival(ticket.board());
        Optional<HostedBoard<?, ?>> found = service.boards().board(ticket.board());
        if (found.isPresent()) {
            open(found.get(), ticket.player(), streamNumber, seenEpoch);
        } else if (arrival.isPresent()) {
            arrival.get()
                    .whenCompleteAsync(
                            (arrived, failure) -> openArrived(ticket, streamNumber, seenEpoch), lane::execute);
        } else {
            fail(notHosted(ticket.board()));
        }
    }

    private void openArrived(Ticket ticket, StreamNumber streamNumber, long seenEpoch) {
        if (hasEnded) {
            return;
        }
        try {
            service.boards()
                    .board(ticket.board())
                    .ifPresentOrElse(
                            board -> open(board, ticket.player(), streamNumber, seenEpoch),
                            () -> fail(notArrived(ticket.board())));
        } catch (RuntimeException e) {
            failInternally(e);
        }
    }

    private void open(HostedBoard<?, ?> board, PlayerId player, StreamNumber streamNumber, long seenEpoch) {
        epoch = board.epoch();
        if (epoch < seenEpoch) {
            fail(unavailable(
                    ErrorReason.BOARD_MOVED,
                    "the board is here in epoch " + epoch + ", and you have seen epoch " + seenEpoch));
            return;
        }
        call.setOnReadyThreshold(service.options().onReadyThresholdBytes());
        board.open(player, streamNumber, lane, this).whenCompleteAsync(this::onOutcome, lane::execute);
    }

    /** A board that did not come in time may come yet, or be found elsewhere. */
    private Failure notArrived(BoardId board) {
        Failure known = notHosted(board);
        return known.reason() == ErrorReason.UNKNOWN_BOARD
                ? unavailable(
                        ErrorReason.UNAVAILABLE, "board " + board + ": it is on its way here, and has not come yet")
                : known;
    }

    private Failure notHosted(BoardId board) {
        if (service.boards().isQuarantined(board)) {
            return quarantined();
        }
        OptionalLong movedTo = service.boards().movedTo(board);
        return movedTo.isPresent()
                ? Failure.moved(movedTo.getAsLong(), service.options().retryAfter())
                : Failure.of(ErrorReason.UNKNOWN_BOARD, "board " + board + ": there is none here");
    }

    /** Ends the stream from this side. */
    @Override
    public void fail(Failure failure) {
        if (!hasEnded) {
            finish(failure);
            closeViewer();
        }
    }

    @Override
    public boolean isReady() {
        if (hasEnded) {
            return false;
        }
        int framesBeyond = service.options().framesBeyondThreshold();
        if (direct != null && !isQueued()) {
            framesSinceReady = 0;
            return direct.isWritable(framesBeyond);
        }
        if (call.isReady()) {
            framesSinceReady = 0;
            return true;
        }
        return framesSinceReady < framesBeyond;
    }

    @Override
    public void send(Frame frame) {
        if (hasEnded) {
            return;
        }
        sendHeaders();
        if (direct == null || isQueued() || !direct.tryWrite(frame)) {
            sendQueued(frame);
        }
        newestTickSent = frame.tick();
        acknowledgeForSilentClient();
    }

    @Override
    public void flush() {
        if (direct != null && !hasEnded) {
            direct.flush();
        }
    }

    @Override
    public void end(StreamEnd end) {
        if (!hasEnded) {
            ENDING.handle(end, this);
        }
    }

    @Override
    public void onMessage(byte[] message) {
        Viewer open = viewer;
        if (hasEnded || open == null) {
            return;
        }
        service.counters().onClientFrame();
        if (!rate.tryTake(service.clock().nanoTime())) {
            service.counters().onClientFrameRefused();
            fail(tooManyMessages(service.options()));
            return;
        }
        try {
            if (message.length > CLIENT_FRAME_BYTES_MAX) {
                throw tooLong(message.length);
            }
            offer(ClientFrameReader.read(message), open);
        } catch (InvalidValueException e) {
            fail(Failure.of(e));
        } catch (MalformedBytesException e) {
            fail(Failure.of("ClientFrame", e));
        } catch (RuntimeException e) {
            failInternally(e);
        } catch (Error e) {
            EventLoops.tell(e);
            throw e;
        }
        if (!hasEnded) {
            call.request(1);
        }
    }

    @Override
    public void onReady() {
        if (!hasEnded && viewer != null) {
            viewer.onReady();
        }
    }

    @Override
    public void onHalfClose() {
        hasHalfClosed = true;
        acknowledgeForSilentClient();
    }

    @Override
    public void onCancel() {
        if (!hasEnded) {
            hasEnded = true;
            service.counters().onStreamEnded(Status.Code.CANCELLED);
            closeViewer();
        }
        service.onStreamGone(this);
    }

    @Override
    public void onComplete() {
        service.onStreamGone(this);
    }

    private void onOutcome(@Nullable OpenOutcome outcome, @Nullable Throwable failure) {
        if (outcome != null) {
            OPENING.handle(outcome, this);
        } else {
            failInternally(failure);
        }
    }

    private void onOpened(Viewer opened) {
        if (hasEnded) {
            opened.close();
            return;
        }
        viewer = opened;
        service.counters().onStreamOpened();
        sendHeaders();
        call.request(1);
    }

    /** The inputs of a message in the order of their sequences, whichever way each is carried. */
    private void offer(ClientFrameReader frame, Viewer open) {
        if (frame.seenTick() != 0) {
            open.onSeen(frame.seenEpoch(), frame.seenTick());
        }
        Input state = frame.state();
        for (Input event : frame.events()) {
            if (state != null && state.sequence() < event.sequence()) {
                open.offerInput(InputKind.STATE, state.sequence(), state.bytes());
                state = null;
            }
            if (!open.offerInput(InputKind.EVENT, event.sequence(), event.bytes())) {
                fail(Failure.of(
                        ErrorReason.TOO_MANY_EVENTS,
                        "event " + event.sequence() + ": more events wait than the board keeps for a player"));
                return;
            }
        }
        if (state != null) {
            open.offerInput(InputKind.STATE, state.sequence(), state.bytes());
        }
    }

    /** A client that has ended its side watches on and cannot acknowledge: the transport's readiness alone bounds it. */
    private void acknowledgeForSilentClient() {
        if (hasHalfClosed && viewer != null && newestTickSent > 0) {
            viewer.onSeen(epoch, newestTickSent);
        }
    }

    private void sendQueued(Frame frame) {
        call.sendMessage(frame);
        framesSinceReady++;
        service.counters().onFrameQueued();
        onQueued();
    }

    private void sendHeaders() {
        if (!hasSentHeaders) {
            hasSentHeaders = true;
            Metadata headers = new Metadata();
            headers.put(PlayMetadata.EPOCH, Long.toString(epoch));
            call.sendHeaders(headers);
            onQueued();
        }
    }

    private void onQueued() {
        isQueued = true;
        queueTasksDue++;
        lane.execute(() -> queueTasksDue--);
    }

    /**
     * Whether something lies in gRPC's queue or flow controller that has to go first. Whatever is queued is taken from the
     * queue by a task that is in the loop before the one that was added for it here.
     */
    private boolean isQueued() {
        if (isQueued && queueTasksDue == 0 && (direct == null || !direct.isHeldUp())) {
            isQueued = false;
        }
        return isQueued;
    }

    private void failInternally(@Nullable Throwable failure) {
        LOG.log(Level.ERROR, "a Play stream failed", failure);
        fail(Failure.of(ErrorReason.INTERNAL, "the stream failed at the server, which has logged why"));
    }

    private void finish(Failure failure) {
        StatusRuntimeException status = failure.toException();
        Metadata trailers = status.getTrailers();
        finish(status.getStatus(), trailers == null ? new Metadata() : trailers);
    }

    private void finish(Status status, Metadata trailers) {
        hasEnded = true;
        service.counters().onStreamEnded(status.getCode());
        call.close(status, trailers);
    }

    private void closeViewer() {
        if (viewer != null) {
            viewer.close();
        }
    }

    static Failure tooManyMessages(GrpcServerOptions options) {
        return Failure.retryable(
                ErrorReason.TOO_MANY_MESSAGES,
                "more than " + options.clientFramesBurst() + " messages beyond " + options.clientFramesPerSecond()
                        + " per second",
                options.retryAfter());
    }

    static InvalidValueException tooLong(int messageBytes) {
        return new InvalidValueException(
                "length of ClientFrame", Integer.toString(messageBytes), "0 to " + CLIENT_FRAME_BYTES_MAX + " bytes");
    }

    private Failure unavailable(ErrorReason reason, String message) {
        return Failure.retryable(reason, message, service.options().retryAfter());
    }

    private static Failure quarantined() {
        return Failure.of(ErrorReason.BOARD_QUARANTINED, "the board is in quarantine: it failed and is not ticked");
    }
}
