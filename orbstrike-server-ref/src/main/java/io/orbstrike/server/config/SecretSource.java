package io.orbstrike.server.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the root secret comes from: a variable or a file, never a flag. It is never shown.
 *
 * <p>Immutable.
 */
public final class SecretSource {

    /** The variable that may hold the secret itself. */
    public static final String VARIABLE = "ORBSTRIKE_SECRET";

    private static final int BYTES_MIN = 32;
    private static final int BYTES_MAX = 4_096;

    private SecretSource() {}

    /**
     * Reads the secret; blocks.
     *
     * @param environment the environment variables
     * @param file a file that holds the secret; one line break at its end is not part of it; may be null
     * @return 32 to 4,096 bytes, or empty if neither is given
     * @throws ConfigException if both are given, or the secret is too short, too long, or cannot be read
     */
    public static Optional<byte[]> read(Map<String, String> environment, @Nullable Path file) {
        String variable = environment.getOrDefault(VARIABLE, "");
        if (file != null && !variable.isEmpty()) {
            throw new ConfigException(VARIABLE + " and --secret-file are both given: keep one");
        }
        if (file != null) {
            return Optional.of(checked("--secret-file " + file, withoutLineBreak(bytesOf(file))));
        }
        if (variable.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(checked(VARIABLE, variable.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] checked(String place, byte[] secret) {
        if (secret.length < BYTES_MIN || secret.length > BYTES_MAX) {
            throw new ConfigException(
                    place + ": holds " + secret.length + " bytes, must be " + BYTES_MIN + " to " + BYTES_MAX);
        }
        return secret;
    }

    private static byte[] bytesOf(Path file) {
        try {
            if (Files.size(file) > 2L * BYTES_MAX) {
                throw new ConfigException("--secret-file " + file + ": holds more than " + BYTES_MAX + " bytes");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new ConfigException("--secret-file " + file + ": there is no such file");
        } catch (IOException e) {
            throw new ConfigException("--secret-file " + file + ": cannot be read");
        }
    }

    private static byte[] withoutLineBreak(byte[] text) {
        int end = text.length;
        if (end > 0 && text[end - 1] == '\n') {
            end--;
        }
        if (end > 0 && text[end - 1] == '\r') {
            end--;
        }
        return Arrays.copyOf(text, end);
    }
}
