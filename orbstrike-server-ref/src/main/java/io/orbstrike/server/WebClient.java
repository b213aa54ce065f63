package io.orbstrike.server;

import io.orbstrike.grpc.web.ClassPathFiles;
import io.orbstrike.grpc.web.HttpFolder;
import io.orbstrike.grpc.web.HttpResource;
import io.orbstrike.grpc.web.WebJars;
import java.util.Map;

/**
 * The pages for people in a browser, to play and to see the cluster, the libraries that they use, and the protocol's files.
 *
 * <p>Thread-safe.
 */
final class WebClient {

    private static final ClassLoader LOADER = WebClient.class.getClassLoader();
    private static final HttpFolder FILES = ClassPathFiles.of(LOADER, "web");

    private WebClient() {}

    /** What is served at which paths. */
    static Map<String, HttpResource> pages() {
        HttpResource cluster = () -> FILES.reply("cluster.html").orElseThrow();
        return Map.of("/cluster", cluster, "/cluster/", cluster);
    }

    /** What is served below which paths. */
    static Map<String, HttpFolder> folders() {
        return Map.of(
                "/", FILES, "/lib/", WebJars.of(LOADER), "/proto/orbstrike/", ClassPathFiles.of(LOADER, "orbstrike"));
    }
}
