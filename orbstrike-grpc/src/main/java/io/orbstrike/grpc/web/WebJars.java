package io.orbstrike.grpc.web;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * The browser libraries on the class path, packed as WebJars: a path is a library's name and its file, and the version is
 * the one that is there, so a page need not name it.
 *
 * <p>Thread-safe. What was found once is kept.
 */
public final class WebJars implements HttpFolder {

    private static final String ROOT = "META-INF/resources/webjars/";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");

    private final ClassLoader loader;
    private final Map<String, ClassPathFiles> libraries = new ConcurrentHashMap<>();

    private WebJars(ClassLoader loader) {
        this.loader = loader;
    }

    /**
     * All that are there.
     *
     * @param loader finds them
     * @return files by their library's name and their path in it
     */
    public static WebJars of(ClassLoader loader) {
        return new WebJars(requireNonNull(loader, "loader"));
    }

    @Override
    public Optional<HttpReply> reply(String path) {
        int slash = path.indexOf('/');
        String name = slash < 0 ? path : path.substring(0, slash);
        if (slash < 0 || slash == path.length() - 1 || !NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        return library(name).flatMap(files -> files.reply(path.substring(slash + 1)));
    }

    private Optional<ClassPathFiles> library(String name) {
        ClassPathFiles present = libraries.get(name);
        if (present != null) {
            return Optional.of(present);
        }
        Optional<ClassPathFiles> found =
                versionOf(name).map(version -> ClassPathFiles.of(loader, ROOT + name + "/" + version));
        found.ifPresent(files -> libraries.put(name, files));
        return found;
    }

    /** The first folder in the library's own, which is its version. */
    private Optional<String> versionOf(String name) {
        String folder = ROOT + name + "/";
        URL url = loader.getResource(folder);
        try {
            if (url == null || !(url.openConnection() instanceof JarURLConnection connection)) {
                return Optional.empty();
            }
            connection.setUseCaches(false);
            try (JarFile jar = connection.getJarFile()) {
                return jar.stream()
                        .map(JarEntry::getName)
                        .filter(entry -> entry.startsWith(folder) && entry.indexOf('/', folder.length()) > 0)
                        .map(entry -> entry.substring(folder.length(), entry.indexOf('/', folder.length())))
                        .findFirst();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read where " + name + " is", e);
        }
    }
}
