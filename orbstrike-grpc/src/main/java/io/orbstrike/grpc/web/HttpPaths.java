package io.orbstrike.grpc.web;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What can be read from a server, by path.
 *
 * <p>Immutable.
 */
final class HttpPaths {

    private static final HttpReply NOTHING = HttpReply.line(404, "not found");

    private final Map<String, HttpResource> resources;
    private final List<Map.Entry<String, HttpFolder>> folders;

    HttpPaths(Map<String, HttpResource> resources, Map<String, HttpFolder> folders) {
        this.resources = Map.copyOf(resources);
        this.folders = folders.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, HttpFolder> folder) ->
                                folder.getKey().length())
                        .reversed())
                .map(folder -> Map.entry(folder.getKey(), folder.getValue()))
                .toList();
    }

    /** What answers for a path; null if nothing does. */
    @Nullable
    Supplier<HttpReply> find(String path) {
        HttpResource resource = resources.get(path);
        if (resource != null) {
            return resource::reply;
        }
        for (Map.Entry<String, HttpFolder> folder : folders) {
            if (path.startsWith(folder.getKey())) {
                String rest = path.substring(folder.getKey().length());
                return () -> folder.getValue().reply(rest).orElse(NOTHING);
            }
        }
        return null;
    }
}
