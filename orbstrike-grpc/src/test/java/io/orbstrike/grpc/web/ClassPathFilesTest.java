package io.orbstrike.grpc.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files a page gets, and which nobody gets. */
class ClassPathFilesTest {

    @TempDir
    private Path folder;

    private ClassPathFiles files;

    @BeforeEach
    void write() throws IOException {
        Path web = Files.createDirectories(folder.resolve("web/sub.js"));
        Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.writeString(folder.resolve("web/index.html"), "<p>");
        Files.writeString(folder.resolve("web/.hidden.txt"), "hidden");
        Files.writeString(folder.resolve("web/program.class"), "code");
        Files.writeString(web.resolve("a.min.js"), "let a");
        files = ClassPathFiles.of(loader(folder), "web");
    }

    private static ClassLoader loader(Path path) throws MalformedURLException {
        return new URLClassLoader(new URL[] {path.toUri().toURL()}, null);
    }

    private static String text(Optional<HttpReply> reply) {
        return new String(reply.orElseThrow().body(), StandardCharsets.UTF_8);
    }

    @Test
    void shouldGiveAFileWithItsTypeAndAMarkThatChangesWithIt() throws IOException {
        HttpReply reply = files.reply("sub.js/a.min.js").orElseThrow();
        assertThat(reply.contentType()).isEqualTo("text/javascript; charset=utf-8");
        assertThat(reply.body()).isEqualTo("let a".getBytes(StandardCharsets.UTF_8));
        assertThat(reply.headers())
                .containsEntry("cache-control", "no-cache")
                .hasEntrySatisfying(
                        "content-security-policy",
                        policy -> assertThat(policy)
                                .startsWith("default-src 'self'")
                                .doesNotContain("unsafe"));
        Files.writeString(folder.resolve("web/sub.js/a.min.js"), "let b");
        ClassPathFiles afterwards = ClassPathFiles.of(loader(folder), "web");
        assertThat(afterwards.reply("sub.js/a.min.js").orElseThrow().headers().get("etag"))
                .isNotEqualTo(reply.headers().get("etag"))
                .matches("\"[0-9a-f]{24}\"");
    }

    @Test
    void shouldCompressWhatGetsShorter() throws IOException {
        Files.writeString(folder.resolve("web/long.css"), "a { color: red }\n".repeat(200));
        HttpReply reply = files.reply("long.css").orElseThrow();
        HttpReply compressed = reply.forGzip();
        assertThat(compressed.headers())
                .containsEntry("content-encoding", "gzip")
                .containsEntry("vary", "accept-encoding");
        assertThat(compressed.body().length).isLessThan(reply.body().length / 10);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed.body())).readAllBytes())
                .isEqualTo(reply.body());
        HttpReply shortest = files.reply("").orElseThrow();
        assertThat(shortest.forGzip()).isSameAs(shortest);
    }

    @Test
    void shouldGiveTheIndexForTheFolderItself() {
        assertThat(text(files.reply(""))).isEqualTo("<p>");
        assertThat(files.reply("").orElseThrow().contentType()).isEqualTo("text/html; charset=utf-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sub.js",
                "sub.js/",
                "../secret.txt",
                "sub.js/../../secret.txt",
                "..%2fsecret.txt",
                "/secret.txt",
                "//secret.txt",
                ".hidden.txt",
                "program.class",
                "none.js",
                "sub.js//a.min.js",
                "sub.js\\a.min.js",
                "index.html/",
                ".",
                "..",
            })
    void shouldGiveNothingElse(String path) {
        assertThat(files.reply(path)).isEmpty();
    }

    @Test
    void shouldGiveALibrarysFileWhateverItsVersion() throws IOException {
        Path jar = folder.resolve("library.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            String root = "META-INF/resources/webjars/drawing.js/";
            entries.putNextEntry(new JarEntry(root));
            entries.putNextEntry(new JarEntry(root + "8.1.0/"));
            entries.putNextEntry(new JarEntry(root + "8.1.0/dist/drawing.mjs"));
            entries.write("export {}".getBytes(StandardCharsets.UTF_8));
        }
        WebJars libraries = WebJars.of(loader(jar));
        assertThat(text(libraries.reply("drawing.js/dist/drawing.mjs"))).isEqualTo("export {}");
        assertThat(text(libraries.reply("drawing.js/dist/drawing.mjs"))).isEqualTo("export {}");
        assertThat(libraries.reply("drawing.js/dist/none.mjs")).isEmpty();
        assertThat(libraries.reply("drawing.js/")).isEmpty();
        assertThat(libraries.reply("drawing.js")).isEmpty();
        assertThat(libraries.reply("none.js/dist/drawing.mjs")).isEmpty();
        assertThat(libraries.reply("../webjars/drawing.js")).isEmpty();
        assertThat(libraries.reply("")).isEmpty();
    }
}
