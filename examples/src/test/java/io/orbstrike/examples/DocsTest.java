package io.orbstrike.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What pages show as Java is compiled here, and what they link to is there. */
class DocsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern JAVA_BLOCK =
            Pattern.compile("^```java\\R(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)(?:#[^)]*)?\\)");
    private static final Pattern HEADING = Pattern.compile("^## ", Pattern.MULTILINE);
    private static final Pattern SOURCE = Pattern.compile("\\[[^]]+]\\(([a-z-]+\\.md)\\)");

    /** A row of a table, and its second column, which is ours. */
    private static final Pattern ROW = Pattern.compile("^\\|[^|]*\\|([^|]*)\\|.*$", Pattern.MULTILINE);

    private static final Pattern FIGURE = Pattern.compile("(?<![A-Za-z\\d.,])\\d+(?:,\\d{3})*(?:\\.\\d+)?");
    private static final Pattern MADE = Pattern.compile("/(?:target|node_modules)/");
    private static final Pattern WHITESPACE = Pattern.compile("\\s+");

    @Test
    void shouldShowOnlyJavaThatIsCompiled() throws IOException {
        List<String> sources = new ArrayList<>();
        for (Path source : found(ROOT.resolve("examples/src"), ".java")) {
            sources.add(squeezed(Files.readString(source)));
        }
        int blocks = 0;
        for (Path page : pages()) {
            Matcher block = JAVA_BLOCK.matcher(Files.readString(page));
            while (block.find()) {
                blocks++;
                String code = squeezed(block.group(1));
                assertThat(sources)
                        .as("a source of the examples with this block of %s: %s", page, block.group(1))
                        .anyMatch(source -> source.contains(code));
            }
        }
        assertThat(blocks).as("blocks of Java in pages").isGreaterThan(6);
    }

    @Test
    void shouldLinkOnlyToWhatIsThere() throws IOException {
        int links = 0;
        for (Path page : pages()) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                String target = link.group(1);
                if (!target.contains("://")) {
                    links++;
                    assertThat(page.resolveSibling(target))
                            .as("%s links to it", page)
                            .exists();
                }
            }
        }
        assertThat(links).as("links between files").isGreaterThan(50);
    }

    /** The table beside others repeats figures, which go on changing where they were measured. */
    @Test
    void shouldCompareWithFiguresThatTheirPagesHave() throws IOException {
        Path page = ROOT.resolve("docs/results/comparison.md");
        int figures = 0;
        for (String part : HEADING.splitAsStream(Files.readString(page)).toList()) {
            Matcher source = SOURCE.matcher(part);
            if (!source.find()) {
                continue;
            }
            String measured = Files.readString(page.resolveSibling(source.group(1)));
            Matcher row = ROW.matcher(part);
            while (row.find()) {
                Matcher figure = FIGURE.matcher(row.group(1));
                while (figure.find()) {
                    figures++;
                    assertThat(FIGURE.matcher(measured).results().map(MatchResult::group))
                            .as("figures of %s, for the row of comparison.md: %s", source.group(1), row.group())
                            .contains(figure.group());
                }
            }
        }
        assertThat(figures).as("figures of ours").isGreaterThan(25);
    }

    private static List<Path> pages() {
        List<Path> pages = new ArrayList<>(found(ROOT.resolve("docs"), ".md"));
        pages.addAll(found(ROOT.resolve("examples"), ".md"));
        pages.addAll(found(ROOT.resolve("benchmarks"), ".md"));
        pages.add(ROOT.resolve("README.md"));
        pages.add(ROOT.resolve("CONTRIBUTING.md"));
        return pages;
    }

    /** The files below a folder, but for what builds have made. */
    private static List<Path> found(Path folder, String suffix) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .filter(file -> !MADE.matcher("/" + ROOT.relativize(file)).find())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String squeezed(String code) {
        return WHITESPACE.matcher(code).replaceAll("");
    }
}
