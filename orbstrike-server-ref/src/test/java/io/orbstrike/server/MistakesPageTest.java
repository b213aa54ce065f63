package io.orbstrike.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page of mistakes that must not come back names tests that exist; they live in modules that are not on this path. */
class MistakesPageTest {

    private static final Path ROOT = Path.of("..");
    private static final Path PAGE = ROOT.resolve("docs/decisions/0010-mistakes-that-must-not-come-back.md");
    private static final Pattern NAMED = Pattern.compile("`(\\w+)\\.(\\w+)`");
    private static final String LATER = "with the part for ";
    private static final int MISTAKES = 16;

    static Stream<String> mistakes() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| "))
                .skip(2);
    }

    static Stream<String> named() throws IOException {
        return NAMED.matcher(Files.readString(PAGE)).results().map(MatchResult::group);
    }

    @Test
    void shouldListEveryMistake() throws IOException {
        assertThat(mistakes()).hasSize(MISTAKES);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void shouldNameATestOrThePartThatBringsIt(String mistake) {
        String shown = mistake.split("\\|", -1)[2];
        assertThat(NAMED.matcher(shown).find() || shown.contains(LATER))
                .as(mistake)
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("named")
    void shouldFindWhatIsNamed(String named) throws IOException {
        String type = NAMED.matcher(named).replaceFirst("$1");
        String method = NAMED.matcher(named).replaceFirst("$2");
        List<Path> files = sources(type);
        assertThat(files).as("sources of " + type).hasSize(1);
        Pattern test = Pattern.compile("@(Test|Property|ParameterizedTest)\\b[^{;]*\\bvoid " + method + "\\(");
        assertThat(Files.readString(files.get(0))).containsPattern(test);
    }

    private static List<Path> sources(String type) throws IOException {
        try (Stream<Path> modules = Files.walk(ROOT, 3)) {
            return modules.filter(folder -> folder.endsWith("src"))
                    .flatMap(MistakesPageTest::files)
                    .filter(file -> file.endsWith(type + ".java"))
                    .toList();
        }
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
