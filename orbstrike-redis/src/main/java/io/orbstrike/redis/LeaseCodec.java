package io.orbstrike.redis;

import io.orbstrike.board.SnapshotVersions;
import io.orbstrike.store.Incarnation;
import io.orbstrike.store.Lease;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * How a lease lies in its hash. Builds of two versions share a store, so fields are only ever added at the end, and what
 * follows the last known one is passed over.
 */
final class LeaseCodec {

    private static final int FORM = 1;

    private LeaseCodec() {}

    static byte[] encoded(Lease lease) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORM);
            out.writeUTF(lease.address());
            out.writeUTF(lease.build());
            out.writeBoolean(lease.draining());
            out.writeInt(lease.protocols().oldest());
            out.writeInt(lease.protocols().newest());
            out.writeInt(lease.capacity().boards());
            out.writeInt(lease.capacity().places());
            out.writeInt(lease.load().boards());
            out.writeInt(lease.load().places());
            out.writeInt(lease.load().players());
            out.writeInt(lease.load().utilisationPermille());
            out.writeInt(lease.labels().size());
            for (Map.Entry<String, String> label : lease.labels().entrySet()) {
                out.writeUTF(label.getKey());
                out.writeUTF(label.getValue());
            }
            out.writeInt(lease.types().size());
            for (Map.Entry<String, SnapshotVersions> type : lease.types().entrySet()) {
                out.writeUTF(type.getKey());
                out.writeInt(type.getValue().oldest());
                out.writeInt(type.getValue().newest());
            }
            out.writeInt(lease.load().delays().tickLatenessUsMean());
            out.writeInt(lease.load().delays().tickLatenessUsMax());
            out.writeInt(lease.load().delays().syncLagMs());
        } catch (IOException e) {
            throw new UncheckedIOException("a text of the lease is too long", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a lease.
     *
     * @throws IllegalStateException if the bytes are none
     */
    static Lease decoded(Incarnation gameserver, byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int form = in.readUnsignedByte();
            if (form != FORM) {
                throw new IllegalStateException("lease of " + gameserver + " has form " + form + ", not " + FORM);
            }
            String address = in.readUTF();
            String build = in.readUTF();
            boolean draining = in.readBoolean();
            Lease.Protocols protocols = new Lease.Protocols(in.readInt(), in.readInt());
            Lease.Capacity capacity = new Lease.Capacity(in.readInt(), in.readInt());
            int boards = in.readInt();
            int places = in.readInt();
            int players = in.readInt();
            int utilisationPermille = in.readInt();
            Map<String, String> labels = labels(in);
            Map<String, SnapshotVersions> types = types(in);
            Lease.Load load = new Lease.Load(boards, places, players, utilisationPermille, delays(in));
            return new Lease(gameserver, address, build, labels, types, protocols, capacity, load, draining);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException("lease of " + gameserver + " cannot be read", e);
        }
    }

    private static Map<String, String> labels(DataInputStream in) throws IOException {
        Map<String, String> labels = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            labels.put(in.readUTF(), in.readUTF());
        }
        return labels;
    }

    private static Map<String, SnapshotVersions> types(DataInputStream in) throws IOException {
        Map<String, SnapshotVersions> types = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            types.put(in.readUTF(), new SnapshotVersions(in.readInt(), in.readInt()));
        }
        return types;
    }

    /** Builds before these end here. */
    private static Lease.Delays delays(DataInputStream in) throws IOException {
        return in.available() == 0 ? Lease.Delays.NONE : new Lease.Delays(in.readInt(), in.readInt(), in.readInt());
    }
}
