package io.orbstrike.grpc.web;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * The files of a web page, from a folder of the class path. A browser asks each time whether its copy is still the newest,
 * and runs nothing but what comes from here. Folders are not listed, and nothing outside is reached.
 *
 * <p>Thread-safe. What was read once is kept.
 */
public final class ClassPathFiles implements HttpFolder {

    /** What a client saves at least, or it gets the file as it is. */
    private static final double GZIP_SHARE_MAX = 0.9;

    private static final Pattern PATH =
            Pattern.compile("(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*([A-Za-z0-9_-][A-Za-z0-9._-]*)");
    private static final String INDEX = "index.html";
    private static final String POLICY =
            "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none';"
                    + " form-action 'self'; frame-ancestors 'none'";
    private static final Map<String, String> CONTENT_TYPES = Map.ofEntries(
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("png", "image/png"),
            Map.entry("proto", "text/plain; charset=utf-8"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("webp", "image/webp"),
            Map.entry("woff2", "font/woff2"));

    private final ClassLoader loader;
    private final String folder;
    private final Map<String, HttpReply> read = new ConcurrentHashMap<>();

    private ClassPathFiles(ClassLoader loader, String folder) {
        this.loader = loader;
        this.folder = folder;
    }

    /**
     * The files of a folder and below.
     *
     * @param loader finds them
     * @param folder such as {@code web}, without slashes at its ends
     * @return files by their names; {@code index.html} for the empty one
     */
    public static ClassPathFiles of(ClassLoader loader, String folder) {
        return new ClassPathFiles(requireNonNull(loader, "loader"), requireNonNull(folder, "folder"));
    }

    @Override
    public Optional<HttpReply> reply(String path) {
        String file = path.isEmpty() ? INDEX : path;
        String type = CONTENT_TYPES.get(file.substring(file.lastIndexOf('.') + 1));
        if (type == null || !PATH.matcher(file).matches()) {
            return Optional.empty();
        }
        HttpReply present = read.get(file);
        return present == null ? read(file, type) : Optional.of(present);
    }

    private Optional<HttpReply> read(String file, String type) {
        try {
            URL url = loader.getResource(folder + "/" + file);
            if (url == null || !isFile(url)) {
                return Optional.empty();
            }
            byte[] bytes;
            try (InputStream in = url.openStream()) {
                bytes = in.readAllBytes();
            }
            HttpReply reply = HttpReply.bytes(type, bytes)
                    .withHeader("etag", tagOf(bytes))
                    .withHeader("cache-control", "no-cache")
                    .withHeader("content-security-policy", POLICY);
            byte[] gzip = gzip(bytes);
            HttpReply suited = gzip.length < bytes.length * GZIP_SHARE_MAX ? reply.orCompressed(gzip) : reply;
            read.put(file, suited);
            return Optional.of(suited);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder + "/" + file, e);
        }
    }

    /** The JDK reads a folder, too: as a list of what is in it. */
    private static boolean isFile(URL url) throws IOException {
        if (url.openConnection() instanceof JarURLConnection jar) {
            return !jar.getJarEntry().isDirectory();
        }
        return !url.getProtocol().equals("file") || Files.isRegularFile(Path.of(URI.create(url.toString())));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream compressing = new GZIPOutputStream(out)) {
            compressing.write(bytes);
        }
        return out.toByteArray();
    }

    private static String tagOf(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return '"' + HexFormat.of().formatHex(hash, 0, 12) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
