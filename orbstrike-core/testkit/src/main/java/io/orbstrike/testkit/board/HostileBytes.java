package io.orbstrike.testkit.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.board.InvalidValueException;
import io.orbstrike.board.MalformedBytesException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Bytes that nobody wrote, or that were damaged on their way, and what may become of them. */
final class HostileBytes {

    private static final int SHOWN_BYTES_MAX = 200;
    private static final long TIME_NS_MAX = Duration.ofSeconds(5).toNanos();

    private HostileBytes() {}

    /** Variations of a good encoding: cut short, with flipped, replaced, doubled and added bytes, and pure noise. */
    static List<byte[]> variationsOf(byte[] good, RandomGenerator random, int count) {
        List<byte[]> bytes = new ArrayList<>();
        bytes.add(new byte[0]);
        int cuts = Math.min(good.length, count);
        for (int i = 0; i < cuts; i++) {
            bytes.add(Arrays.copyOf(good, (int) ((long) good.length * i / cuts)));
        }
        for (int i = 0; i < count; i++) {
            bytes.add(flipped(good, random));
            bytes.add(spliced(good, random));
            bytes.add(noise(random, 1 + random.nextInt(64)));
            bytes.add(concatenated(good, noise(random, 1 + random.nextInt(8))));
        }
        return bytes;
    }

    /** Reads bytes; whatever they are, the reader succeeds or says by our own exceptions why not, and soon. */
    static void shouldBeReadOrRefused(String what, byte[] bytes, Consumer<byte[]> reader) {
        long startNs = System.nanoTime();
        try {
            reader.accept(bytes);
        } catch (MalformedBytesException | InvalidValueException e) {
            assertThat(e.getMessage()).as("why %s was refused", what).isNotBlank();
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError(what + " of " + shown(bytes) + " must be read or refused", e);
        }
        assertThat(System.nanoTime() - startNs)
                .as("nanoseconds for %s of %s", what, shown(bytes))
                .isLessThan(TIME_NS_MAX);
    }

    private static byte[] flipped(byte[] good, RandomGenerator random) {
        byte[] bytes = good.clone();
        int flips = 1 + random.nextInt(3);
        for (int i = 0; i < flips && bytes.length > 0; i++) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        return bytes;
    }

    /** Some bytes replaced by those that decoders stumble on: zero, the greatest, endless varints. */
    private static byte[] spliced(byte[] good, RandomGenerator random) {
        byte[] bytes = good.clone();
        int from = random.nextInt(bytes.length + 1);
        int length = random.nextInt(Math.min(12, bytes.length - from + 1));
        byte filling = (byte) new int[] {0, 0x7F, 0x80, 0xFF}[random.nextInt(4)];
        Arrays.fill(bytes, from, from + length, filling);
        return bytes;
    }

    private static byte[] noise(RandomGenerator random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static String shown(byte[] bytes) {
        return bytes.length + " bytes "
                + HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, SHOWN_BYTES_MAX))
                + (bytes.length > SHOWN_BYTES_MAX ? "..." : "");
    }
}
