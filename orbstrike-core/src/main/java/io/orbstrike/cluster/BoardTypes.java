package io.orbstrike.cluster;

import io.orbstrike.board.BoardType;
import io.orbstrike.board.SnapshotVersions;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The board types that a gameserver has, by name.
 *
 * <p>Immutable.
 */
final class BoardTypes {

    private final Map<String, BoardType<?, ?, ?>> types = new TreeMap<>();

    BoardTypes(Collection<BoardType<?, ?, ?>> given) {
        for (BoardType<?, ?, ?> type : given) {
            String name = type.name();
            if (!name.matches("[a-z0-9-]{1,32}")) {
                throw new IllegalArgumentException("board type \"" + name + "\" of "
                        + type.getClass().getName() + ": must be 1 to 32 characters of a to z, 0 to 9 and '-'");
            }
            BoardType<?, ?, ?> other = types.putIfAbsent(name, type);
            if (other != null && other.getClass() != type.getClass()) {
                throw new IllegalArgumentException("board type " + name + ": both "
                        + other.getClass().getName() + " and " + type.getClass().getName() + " have that name");
            }
        }
    }

    @Nullable
    BoardType<?, ?, ?> get(String name) {
        return types.get(name);
    }

    /** Which snapshot versions each type reads. */
    Map<String, SnapshotVersions> snapshotVersions() {
        Map<String, SnapshotVersions> versions = new TreeMap<>();
        types.forEach((name, type) -> versions.put(name, type.snapshotVersions()));
        return versions;
    }

    List<String> names() {
        return List.copyOf(types.keySet());
    }
}
