package io.orbstrike.server;

import io.orbstrike.grpc.web.ClassPathFiles;
import io.orbstrike.grpc.web.HttpFolder;
import io.orbstrike.grpc.web.WebJars;
import java.util.Map;

/**
 * The page on which people play in a browser, the libraries that it uses, and the protocol's files.
 *
 * <p>Thread-safe.
 */
final class WebClient {

    private WebClient() {}

    /** What is served below which paths. */
    static Map<String, HttpFolder> folders() {
        ClassLoader loader = WebClient.class.getClassLoader();
        return Map.of(
                "/", ClassPathFiles.of(loader, "web"),
                "/lib/", WebJars.of(loader),
                "/proto/orbstrike/", ClassPathFiles.of(loader, "orbstrike"));
    }
}
