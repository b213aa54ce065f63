package io.orbstrike.server;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.Codec;
import io.orbstrike.grpc.v1.ClientFrame;
import io.orbstrike.grpc.v1.CreateBoardRequest;
import io.orbstrike.grpc.v1.CreateBoardResponse;
import io.orbstrike.grpc.v1.FrameKind;
import io.orbstrike.grpc.v1.Input;
import io.orbstrike.grpc.v1.JoinBoardRequest;
import io.orbstrike.grpc.v1.JoinBoardResponse;
import io.orbstrike.grpc.v1.Section;
import io.orbstrike.grpc.v1.ServerFrame;
import io.orbstrike.orb.OrbInput;
import io.orbstrike.orb.OrbPlayer;
import io.orbstrike.orb.OrbRules;
import io.orbstrike.orb.OrbType;
import io.orbstrike.orb.OrbView;
import io.orbstrike.server.ServerProcess.Ready;
import io.orbstrike.store.SecureIds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A player of orb who has only what a browser has: the HTTP port. */
final class WebPlayer implements WebSocket.Listener {

    private static final OrbType ORB = new OrbType();
    private static final int SECONDS_MAX = 20;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final int index;
    private final OrbView view = ORB.view();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private final SortedMap<Long, FrameKind> epochs = new TreeMap<>();
    private final WebSocket socket;
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);
    private OrbInput wish = OrbInput.of(0, false);
    private long sequence;
    private long acknowledged;
    private int frames;
    private int closeCode;
    private String closeReason = "";

    private WebPlayer(Ready ready, JoinBoardResponse joined) throws Exception {
        index = joined.getIndex();
        socket = HTTP.newWebSocketBuilder()
                .subprotocols("orbstrike.v1", "bearer." + joined.getTicket())
                .buildAsync(URI.create("ws://" + ready.http() + "/play?stream=1"), this)
                .get(SECONDS_MAX, SECONDS);
    }

    static String createBoard(Ready ready) throws IOException, InterruptedException {
        CreateBoardRequest request = CreateBoardRequest.newBuilder()
                .setIdempotencyKey(key())
                .setType(ORB.name())
                .setRules(bytes(ORB.rulesCodec(), OrbRules.DEFAULT))
                .build();
        return CreateBoardResponse.parseFrom(call(ready, "CreateBoard", request))
                .getBoard()
                .getId();
    }

    static WebPlayer join(Ready ready, String board, String name) throws Exception {
        JoinBoardRequest request = JoinBoardRequest.newBuilder()
                .setBoardId(board)
                .setIdempotencyKey(key())
                .setJoinData(bytes(ORB.joinDataCodec(), new OrbPlayer(name, 1)))
                .build();
        return new WebPlayer(ready, JoinBoardResponse.parseFrom(call(ready, "JoinBoard", request)));
    }

    private static byte[] call(Ready ready, String method, Message request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://" + ready.http() + "/orbstrike.v1.Lobby/" + method))
                        .header("content-type", "application/proto")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(request.toByteArray()))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new AssertionError(
                    method + ": " + response.statusCode() + " " + new String(response.body(), StandardCharsets.UTF_8));
        }
        return response.body();
    }

    private static ByteString key() {
        return ByteString.copyFrom(SecureIds.create().secret());
    }

    private static <T> ByteString bytes(Codec<T> codec, T value) {
        ByteWriter out = new ByteWriter();
        codec.encode(value, out);
        return ByteString.copyFrom(out.toByteArray());
    }

    synchronized void steer(int direction) {
        wish = OrbInput.of(direction, false);
        sequence = Math.max(sequence, acknowledged) + 1;
    }

    /** Where the player's orb is, as {@code x,y}. */
    synchronized String place() {
        return view.x(index) + "," + view.y(index);
    }

    synchronized int frames() {
        return frames;
    }

    synchronized boolean isApplied() {
        return sequence > 0 && acknowledged == sequence;
    }

    /** By epoch, the kind of the first frame of it. */
    synchronized SortedMap<Long, FrameKind> epochs() {
        return new TreeMap<>(epochs);
    }

    /** 0 as long as it is open. */
    synchronized int closeCode() {
        return closeCode;
    }

    synchronized String closeReason() {
        return closeReason;
    }

    void close() {
        socket.abort();
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean isLast) {
        byte[] piece = new byte[data.remaining()];
        data.get(piece);
        message.writeBytes(piece);
        if (isLast) {
            onFrame(from, message.toByteArray());
            message.reset();
        }
        from.request(1);
        return null;
    }

    private synchronized void onFrame(WebSocket from, byte[] bytes) {
        ServerFrame frame;
        try {
            frame = ServerFrame.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("no ServerFrame", e);
        }
        for (Section section : frame.getSectionsList()) {
            view.onFrameStart(frame.getTick(), kindOf(frame.getKind()));
            if (section.hasKeyframe()) {
                view.onKeyframe(
                        section.getId(), new ByteReader(section.getKeyframe().toByteArray()));
            } else {
                view.onDelta(section.getId(), new ByteReader(section.getDelta().toByteArray()));
            }
            view.onFrameEnd();
        }
        frames++;
        epochs.putIfAbsent(frame.getEpoch(), frame.getKind());
        acknowledged = frame.getAcknowledgedInput();
        ClientFrame.Builder said =
                ClientFrame.newBuilder().setSeenEpoch(frame.getEpoch()).setSeenTick(frame.getTick());
        if (sequence > 0) {
            said.setState(Input.newBuilder().setSequence(sequence).setInput(bytes(ORB.inputCodec(), wish)));
        }
        byte[] answer = said.build().toByteArray();
        sent = sent.thenCompose(done -> from.sendBinary(ByteBuffer.wrap(answer), true));
    }

    private static io.orbstrike.board.FrameKind kindOf(FrameKind kind) {
        return kind == FrameKind.FRAME_KIND_KEYFRAME
                ? io.orbstrike.board.FrameKind.KEYFRAME
                : io.orbstrike.board.FrameKind.DELTA;
    }

    @Override
    public synchronized @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closeCode = code;
        closeReason = reason;
        return null;
    }
}
