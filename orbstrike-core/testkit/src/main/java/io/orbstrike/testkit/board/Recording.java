package io.orbstrike.testkit.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.BoardStepper;
import io.orbstrike.board.BoardType;
import io.orbstrike.board.ByteReader;
import io.orbstrike.board.ByteWriter;
import io.orbstrike.board.TickInputs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A run of a board as text: rules, seed, the inputs of every step and a hash of every state. It can be kept as a test's
 * resource, and must replay to the same hashes on every JVM and in every later build.
 *
 * <p>Its lines are {@code rules HEX}, {@code seed NUMBER}, then per step {@code step HEX HASH}. The hash is the first 64
 * bits of SHA-256 over snapshot and keyframes.
 *
 * <p>Confined to one thread.
 */
public final class Recording {

    private static final HexFormat HEX = HexFormat.of();

    private final byte[] rules;
    private final long seed;
    private final List<Step> steps = new ArrayList<>();

    /**
     * Starts a recording.
     *
     * @param rules in the type's encoding
     * @param seed any 64 bits
     */
    public Recording(byte[] rules, long seed) {
        this.rules = rules.clone();
        this.seed = seed;
    }

    /**
     * Adds the step that a play has just simulated.
     *
     * @param play of the recording's rules and seed
     */
    public void add(BoardPlay<?, ?> play) {
        byte[] snapshot = play.snapshot();
        List<byte[]> keyframes = new ArrayList<>();
        for (int section = 0; section < play.board().sectionCount(); section++) {
            keyframes.add(play.keyframe(section));
        }
        steps.add(new Step(play.lastInputs(), hash(snapshot, keyframes)));
    }

    /**
     * How many steps there are.
     *
     * @return 0 and above
     */
    public int size() {
        return steps.size();
    }

    /**
     * The recording as text.
     *
     * @return lines that {@link #read} reads
     */
    public String toText() {
        StringBuilder text = new StringBuilder(128 + steps.size() * 64);
        text.append("rules ").append(HEX.formatHex(rules)).append('\n');
        text.append("seed ").append(seed).append('\n');
        for (Step step : steps) {
            text.append("step ")
                    .append(HEX.formatHex(step.inputs))
                    .append(' ')
                    .append(step.hash)
                    .append('\n');
        }
        return text.toString();
    }

    /**
     * Reads a recording.
     *
     * @param text closed by the caller
     * @return the recording
     * @throws IOException if the stream cannot be read
     * @throws IllegalArgumentException if it is no recording
     */
    public static Recording read(InputStream text) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8));
        Recording recording = new Recording(
                HEX.parseHex(field(lines.readLine(), "rules")), Long.parseLong(field(lines.readLine(), "seed")));
        String line = lines.readLine();
        while (line != null) {
            String step = field(line, "step");
            int space = step.indexOf(' ');
            if (space < 0) {
                throw new IllegalArgumentException("line \"" + line + "\": must be step INPUTS HASH");
            }
            recording.steps.add(new Step(HEX.parseHex(step.substring(0, space)), step.substring(space + 1)));
            line = lines.readLine();
        }
        return recording;
    }

    /**
     * Replays the recording and compares every state.
     *
     * @param type the game
     * @param <R> the rules
     * @param <J> what a player brings when he joins
     * @param <I> what a player wants
     * @throws AssertionError if a state differs; it names the step
     */
    public <R, J, I> void shouldReplayOn(BoardType<R, J, I> type) {
        BoardStepper<J, I> stepper = BoardStepper.create(type, type.rulesCodec().decode(rules), seed);
        for (Step step : steps) {
            stepper.step(TickInputs.decode(type, new ByteReader(step.inputs)));
            ByteWriter snapshot = new ByteWriter();
            stepper.writeSnapshot(stepper.board().newestSnapshotVersion(), snapshot);
            List<byte[]> keyframes = new ArrayList<>();
            for (int section = 0; section < stepper.board().sectionCount(); section++) {
                ByteWriter keyframe = new ByteWriter();
                stepper.board().writeKeyframe(section, keyframe);
                keyframes.add(keyframe.toByteArray());
            }
            assertThat(hash(snapshot.toByteArray(), keyframes))
                    .as("the state after step %d of the recording", stepper.tick())
                    .isEqualTo(step.hash);
        }
    }

    private static String field(@org.jspecify.annotations.Nullable String line, String name) {
        if (line == null || !line.startsWith(name + " ")) {
            throw new IllegalArgumentException("line \"" + line + "\": must start with " + name);
        }
        return line.substring(name.length() + 1);
    }

    private static String hash(byte[] snapshot, List<byte[]> keyframes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(snapshot);
            keyframes.forEach(digest::update);
            return HEX.formatHex(Arrays.copyOf(digest.digest(), Long.BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-256, which every JVM must have", e);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Step(byte[] inputs, String hash) {}
}
