package io.orbstrike.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README shows code that is compiled and run here. */
class ReadmeTest {

    private static final Pattern JAVA_BLOCK =
            Pattern.compile("^```java\\R(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern REGION =
            Pattern.compile("^ *// region embed\\R(.*?)^ *// endregion", Pattern.MULTILINE | Pattern.DOTALL);

    @Test
    void shouldShowExactlyTheRegionThatEmbedsAHost() throws IOException {
        String region = found(REGION, Path.of("src/main/java/io/orbstrike/examples/EmbedHost.java"));
        String block = found(JAVA_BLOCK, Path.of("..", "README.md"));
        assertThat(block).isEqualTo(region.stripTrailing().stripIndent() + "\n");
    }

    private static String found(Pattern pattern, Path file) throws IOException {
        Matcher matcher = pattern.matcher(Files.readString(file));
        assertThat(matcher.find()).as(pattern + " in " + file).isTrue();
        return matcher.group(1);
    }
}
