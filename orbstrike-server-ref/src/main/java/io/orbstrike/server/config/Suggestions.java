package io.orbstrike.server.config;

import java.util.Collection;
import java.util.Comparator;

/**
 * What somebody may have meant who wrote a name that does not exist.
 *
 * <p>Immutable.
 */
final class Suggestions {

    private Suggestions() {}

    /** A clause that names the most similar name, or nothing if none is similar. */
    static String clause(String written, Collection<String> known) {
        int distanceMax = Math.max(2, written.length() / 3);
        return known.stream()
                .filter(name -> distance(written, name) <= distanceMax)
                .min(Comparator.comparingInt((String name) -> distance(written, name))
                        .thenComparing(Comparator.naturalOrder()))
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
    }

    /** How many letters to insert, delete or replace (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
