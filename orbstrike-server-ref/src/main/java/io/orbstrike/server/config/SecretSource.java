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
 * Where a secret comes from: a variable or a file, never a flag. It is never shown.
 *
 * <p>Immutable.
 */
public enum SecretSource {
    /** The secret that all processes of a cluster share. */
    ROOT("ORBSTRIKE_SECRET", "--secret-file", 32),
    /** What Redis asks for. */
    REDIS_PASSWORD("ORBSTRIKE_REDIS_PASSWORD", "--redis-password-file", 1),
    /** What Redis's sentinels ask for. */
    REDIS_SENTINEL_PASSWORD("ORBSTRIKE_REDIS_SENTINEL_PASSWORD", "--redis-sentinel-password-file", 1);

    private static final int BYTES_MAX = 4_096;

    private final String variable;
    private final String option;
    private final int bytesMin;

    SecretSource(String variable, String option, int bytesMin) {
        this.variable = variable;
        this.option = option;
        this.bytesMin = bytesMin;
    }

    /**
     * Reads the secret; blocks.
     *
     * @param environment the environment variables
     * @param file a file that holds the secret; one line break at its end is not part of it; may be null
     * @return bytes within the secret's bounds, or empty if neither is given
     * @throws ConfigException if both are given, or the secret is too short, too long, or cannot be read
     */
    public Optional<byte[]> read(Map<String, String> environment, @Nullable Path file) {
        String inVariable = environment.getOrDefault(variable, "");
        if (file != null && !inVariable.isEmpty()) {
            throw new ConfigException(variable + " and " + option + " are both given: keep one");
        }
        if (file != null) {
            return Optional.of(checked(option + " " + file, withoutLineBreak(bytesOf(file))));
        }
        if (inVariable.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(checked(variable, inVariable.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Reads a secret without which nothing can be done; blocks.
     *
     * @param environment the environment variables
     * @param file as of {@link #read}
     * @param who wants it, for the message
     * @return bytes within the secret's bounds
     * @throws ConfigException if it is not given, or as {@link #read}
     */
    public byte[] require(Map<String, String> environment, @Nullable Path file, String who) {
        return read(environment, file)
                .orElseThrow(() -> new ConfigException(who + " needs the cluster's secret: set " + places()));
    }

    /**
     * Where it is looked for.
     *
     * @return the variable and the option
     */
    public String places() {
        return variable + " or " + option;
    }

    private byte[] checked(String place, byte[] secret) {
        if (secret.length < bytesMin || secret.length > BYTES_MAX) {
            throw new ConfigException(
                    place + ": holds " + secret.length + " bytes, must be " + bytesMin + " to " + BYTES_MAX);
        }
        return secret;
    }

    private byte[] bytesOf(Path file) {
        try {
            if (Files.size(file) > 2L * BYTES_MAX) {
                throw new ConfigException(option + " " + file + ": holds more than " + BYTES_MAX + " bytes");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new ConfigException(option + " " + file + ": there is no such file");
        } catch (IOException e) {
            throw new ConfigException(option + " " + file + ": cannot be read");
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
