package io.orbstrike.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretSourceTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @TempDir
    private Path folder;

    @Test
    void shouldReadTheVariable() {
        assertThat(SecretSource.ROOT.read(Map.of("ORBSTRIKE_SECRET", SECRET), null))
                .hasValue(SECRET.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldReadTheFileWithoutItsLineBreak() throws IOException {
        for (String end : new String[] {"", "\n", "\r\n"}) {
            assertThat(SecretSource.ROOT.read(Map.of(), file(SECRET + end)))
                    .hasValue(SECRET.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void shouldFindNoneWhenNeitherIsGiven() {
        assertThat(SecretSource.ROOT.read(Map.of("ORBSTRIKE_SECRET", ""), null)).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsTooShortWithoutShowingIt() throws IOException {
        String tooShort = SECRET.substring(1);
        assertThatThrownBy(() -> SecretSource.ROOT.read(Map.of("ORBSTRIKE_SECRET", tooShort), null))
                .isInstanceOf(ConfigException.class)
                .hasMessage("ORBSTRIKE_SECRET: holds 31 bytes, must be 32 to 4096");
        Path file = file(tooShort + "\n");
        assertThatThrownBy(() -> SecretSource.ROOT.read(Map.of(), file))
                .isInstanceOf(ConfigException.class)
                .hasMessage("--secret-file " + file + ": holds 31 bytes, must be 32 to 4096");
    }

    @Test
    void shouldRefuseWhatCannotBeRead() throws IOException {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> SecretSource.ROOT.read(Map.of(), missing))
                .hasMessage("--secret-file " + missing + ": there is no such file");
        assertThatThrownBy(() -> SecretSource.ROOT.read(Map.of(), folder)).isInstanceOf(ConfigException.class);
        Path large = file("x".repeat(10_000));
        assertThatThrownBy(() -> SecretSource.ROOT.read(Map.of(), large))
                .hasMessage("--secret-file " + large + ": holds more than 4096 bytes");
    }

    @Test
    void shouldRefuseBothAtOnce() throws IOException {
        Path file = file(SECRET);
        assertThatThrownBy(() -> SecretSource.ROOT.read(Map.of("ORBSTRIKE_SECRET", SECRET), file))
                .isInstanceOf(ConfigException.class)
                .hasMessage("ORBSTRIKE_SECRET and --secret-file are both given: keep one");
    }

    @Test
    void shouldNameWhatASecretIsNeededFor() {
        assertThatThrownBy(() -> SecretSource.ROOT.require(Map.of(), null, "--redis"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("--redis needs the cluster's secret: set ORBSTRIKE_SECRET or --secret-file");
        assertThat(SecretSource.ROOT.require(Map.of("ORBSTRIKE_SECRET", SECRET), null, "--redis"))
                .hasSize(32);
    }

    @Test
    void shouldTakeAnyPasswordForRedis() throws IOException {
        assertThat(SecretSource.REDIS_PASSWORD.read(Map.of("ORBSTRIKE_REDIS_PASSWORD", "p"), null))
                .hasValue(new byte[] {'p'});
        Path empty = file("\n");
        assertThatThrownBy(() -> SecretSource.REDIS_PASSWORD.read(Map.of(), empty))
                .hasMessage("--redis-password-file " + empty + ": holds 0 bytes, must be 1 to 4096");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("secret"), text);
    }
}
