package io.orbstrike.benchmarks.cluster;

import io.orbstrike.benchmarks.Figure;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How much of what was promised was lost.
 *
 * <p>Confined to one thread.
 */
final class LossCounts {

    private final Map<Kind, Long> of = new EnumMap<>(Kind.class);
    private final Map<Kind, Long> lost = new EnumMap<>(Kind.class);

    /** What may be lost of what was acknowledged or shown, or be done by a stale owner. */
    enum Kind {
        JOINS("joins lost"),
        LEAVES("leaves taken back"),
        CREATIONS("boards lost"),
        TURNS("last inputs lost"),
        EVENTS("events lost"),
        EVENTS_TWICE("events applied twice"),
        KILLS("kills lost"),
        TICKS("ticks taken back"),
        STREAMS("streams interrupted"),
        WRITES("stale writes accepted"),
        FRAMES("stale frames forwarded");

        private final String what;

        Kind(String what) {
            this.what = what;
        }
    }

    /** Adds what was lost of some. */
    void add(Kind kind, long of, long lost) {
        this.of.merge(kind, of, Long::sum);
        this.lost.merge(kind, lost, Long::sum);
    }

    /** Adds all of another's. */
    void addAll(LossCounts other) {
        other.of.forEach((kind, some) -> add(kind, some, other.lost(kind)));
    }

    long lost(Kind kind) {
        return lost.getOrDefault(kind, 0L);
    }

    /** A line for each kind: none may be lost, but of those that only stand beside, as do those of which there was nothing. */
    List<Figure> figures(String row, String blow, Set<Kind> beside) {
        return of.entrySet().stream()
                .map(some -> {
                    Kind kind = some.getKey();
                    String what = String.format(Locale.ROOT, "%s: %s, of %,d", blow, kind.what, some.getValue());
                    return beside.contains(kind) || some.getValue() == 0
                            ? Figure.beside(row, what, "", (double) lost(kind))
                            : Figure.atMost(row, what, "", 0, (double) lost(kind));
                })
                .toList();
    }
}
