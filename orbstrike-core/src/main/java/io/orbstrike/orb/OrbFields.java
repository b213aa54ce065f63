package io.orbstrike.orb;

import io.orbstrike.board.ByteReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The fields of the messages Orb and Place, whose first seven are the same; read again and again into one object.
 *
 * <p>Confined to the thread that decodes frames.
 */
final class OrbFields {

    private final OrbConstants constants;

    int index;
    long playerId;
    int x;
    int y;
    int motion;
    long protectedUntilTick;
    byte @Nullable [] name;
    int color;
    int energySpent;
    int kills;
    int deaths;
    long respawnTick;

    OrbFields(OrbConstants constants) {
        this.constants = constants;
    }

    void read(ByteReader in) {
        clear();
        while (in.remaining() > 0) {
            readField(in, OrbWire.readTag(in));
        }
        if (playerId < 1) {
            throw in.malformed("an orb without a player id");
        }
    }

    private void clear() {
        index = 0;
        playerId = 0;
        x = 0;
        y = 0;
        motion = 0;
        protectedUntilTick = 0;
        name = null;
        color = 0;
        energySpent = 0;
        kills = 0;
        deaths = 0;
        respawnTick = 0;
    }

    private void readField(ByteReader in, int tag) {
        switch (OrbWire.field(tag)) {
            case 1 -> index = OrbWire.readUint(in, tag, "index", constants.maxPlayers - 1);
            case 2 -> playerId = OrbWire.readUlong(in, tag, "player_id");
            case 3 -> x = OrbWire.readSint(in, tag, "x", OrbConstants.MAX_COORDINATE);
            case 4 -> y = OrbWire.readSint(in, tag, "y", OrbConstants.MAX_COORDINATE);
            case 5 -> motion = readMotion(in, tag);
            case 6 -> protectedUntilTick = OrbWire.readUlong(in, tag, "protected_until_tick");
            case 7 -> readPlayer(OrbWire.readMessage(in, tag));
            case 8 -> energySpent = OrbWire.readUint(in, tag, "energy_spent", constants.energyMax);
            case 9 -> kills = OrbWire.readUint(in, tag, "kills", Integer.MAX_VALUE);
            case 10 -> deaths = OrbWire.readUint(in, tag, "deaths", Integer.MAX_VALUE);
            case 11 -> respawnTick = OrbWire.readUlong(in, tag, "respawn_tick");
            default -> in.skipField(OrbWire.type(tag));
        }
    }

    private static int readMotion(ByteReader in, int tag) {
        int read = OrbWire.readUint(in, tag, "motion", OrbMotion.VALUES - 1);
        if (!OrbMotion.isValid(read)) {
            throw in.malformed("motion " + read + ": no such direction");
        }
        return read;
    }

    private void readPlayer(ByteReader in) {
        String text = "";
        int readColor = 0;
        while (in.remaining() > 0) {
            int tag = OrbWire.readTag(in);
            switch (OrbWire.field(tag)) {
                case 1 -> text = OrbWire.readText(in, tag, OrbPlayer.MAX_NAME_BYTES);
                case 2 -> readColor = OrbWire.readUint(in, tag, "color", OrbPlayer.COLORS - 1);
                default -> in.skipField(OrbWire.type(tag));
            }
        }
        name = OrbWire.playerOf(in, text, readColor).name().getBytes(StandardCharsets.UTF_8);
        color = readColor;
    }
}
