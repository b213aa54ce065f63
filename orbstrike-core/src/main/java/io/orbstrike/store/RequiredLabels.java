package io.orbstrike.store;

import static java.util.Objects.requireNonNull;

import io.orbstrike.board.InvalidValueException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The labels without which a gameserver cannot have a board ({@link Lease#labels()}). Its text has them by their names, as in
 * {@code gpu=yes,zone=a}.
 *
 * <p>Immutable.
 *
 * @param labels their values by their names: at most {@value #LABELS_MAX}; a name has 1 to {@value #CHARACTERS_MAX}
 *     characters, a value at most as many, of A to Z, a to z, 0 to 9, '.', '_', '-' and '/'
 */
public record RequiredLabels(Map<String, String> labels) {

    /** How many labels there may be. */
    public static final int LABELS_MAX = 16;

    /** How many characters a name or a value may have. */
    public static final int CHARACTERS_MAX = 63;

    /** Any gameserver can have the board. */
    public static final RequiredLabels NONE = new RequiredLabels(Map.of());

    private static final String FIELD = "required_labels";
    private static final String CHARACTERS = " characters of A to Z, a to z, 0 to 9, '.', '_', '-' and '/'";
    private static final String SEPARATOR = ",";
    private static final int SHOWN_MAX = 80;

    /**
     * Checks the bounds, and copies the map.
     *
     * @param labels their values by their names
     * @throws InvalidValueException if there are too many, or a name or a value is out of its bounds
     */
    public RequiredLabels {
        labels = Map.copyOf(labels);
        if (labels.size() > LABELS_MAX) {
            throw new InvalidValueException(
                    FIELD, "of " + labels.size() + " labels", "at most " + LABELS_MAX + " labels");
        }
        labels.forEach((name, value) -> {
            if (name.isEmpty() || !isWellFormed(name)) {
                throw new InvalidValueException(FIELD, "name " + shown(name), "1 to " + CHARACTERS_MAX + CHARACTERS);
            }
            if (!isWellFormed(value)) {
                throw new InvalidValueException(
                        FIELD, "value " + shown(value) + " of " + name, "0 to " + CHARACTERS_MAX + CHARACTERS);
            }
        });
    }

    /**
     * Reads labels from their text.
     *
     * @param text as {@link #toString()} writes it, empty for none
     * @return the labels
     * @throws InvalidValueException if the text is anything else
     */
    public static RequiredLabels parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        Map<String, String> labels = new HashMap<>();
        for (String label : text.split(SEPARATOR, -1)) {
            int end = label.indexOf('=');
            if (end < 0 || labels.put(label.substring(0, end), label.substring(end + 1)) != null) {
                throw new InvalidValueException(FIELD, shown(text), "NAME=VALUE, separated by commas, each name once");
            }
        }
        return new RequiredLabels(labels);
    }

    /**
     * The same labels and one more, or one of them with another value.
     *
     * @param name of the label
     * @param value of the label
     * @return a copy
     * @throws InvalidValueException if there are too many then, or the name or the value is out of its bounds
     */
    public RequiredLabels with(String name, String value) {
        Map<String, String> all = new HashMap<>(labels);
        all.put(requireNonNull(name, "name"), requireNonNull(value, "value"));
        return new RequiredLabels(all);
    }

    /**
     * Tells whether any gameserver can have the board.
     *
     * @return true if no label is required
     */
    public boolean isEmpty() {
        return labels.isEmpty();
    }

    /**
     * Tells whether a gameserver can have the board.
     *
     * @param present the gameserver's labels
     * @return true if all that are required are among them, with the same values
     */
    public boolean areAmong(Map<String, String> present) {
        return labels.entrySet().stream().allMatch(label -> label.getValue().equals(present.get(label.getKey())));
    }

    /**
     * What a gameserver lacks.
     *
     * @param present the gameserver's labels
     * @return those that are not among them, or have another value there
     */
    public RequiredLabels missingFrom(Map<String, String> present) {
        return new RequiredLabels(labels.entrySet().stream()
                .filter(label -> !label.getValue().equals(present.get(label.getKey())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    @Override
    public String toString() {
        return new TreeMap<>(labels)
                .entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(SEPARATOR));
    }

    private static boolean isWellFormed(String text) {
        return text.length() <= CHARACTERS_MAX && text.chars().allMatch(RequiredLabels::isAllowed);
    }

    private static boolean isAllowed(int character) {
        return (character >= 'A' && character <= 'Z')
                || (character >= 'a' && character <= 'z')
                || (character >= '0' && character <= '9')
                || "._-/".indexOf(character) >= 0;
    }

    private static String shown(String text) {
        return "\"" + (text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "...") + "\"";
    }
}
