package io.orbstrike.grpc;

import io.orbstrike.board.BoardView;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a client of {@link TallyType} sees; the newest frame's lines may be read by any thread. */
final class TallyView implements BoardView {

    private final List<String> told = new CopyOnWriteArrayList<>();
    private volatile List<String> lines = List.of();
    private byte[] newest = {};

    /** One line per player: his index, name, state and events. */
    List<String> lines() {
        return lines;
    }

    List<String> told() {
        return List.copyOf(told);
    }

    @Override
    public void onKeyframe(int section, ByteReader in) {
        newest = in.readBytes(in.remaining());
        ByteReader reader = new ByteReader(newest);
        List<String> read = new ArrayList<>();
        while (reader.remaining() > 0) {
            read.add(reader.readUtf8(Integer.MAX_VALUE));
        }
        read.remove(read.size() - 1);
        lines = List.copyOf(read);
    }

    @Override
    public void onDelta(int section, ByteReader in) {
        onKeyframe(section, in);
    }

    @Override
    public void onEvent(ByteReader in) {
        told.add(in.readRemainingUtf8());
    }

    @Override
    public void writeKeyframe(int section, ByteWriter out) {
        out.writeBytes(newest, 0, newest.length);
    }
}
