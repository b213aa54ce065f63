package io.orbstrike.board;

import static java.util.Objects.requireNonNull;

/**
 * A value from outside that lies beyond its bound: rules, join data, an input, an option. It changes nothing; the caller
 * tells the sender, over gRPC as INVALID_ARGUMENT.
 *
 * <p>Immutable.
 */
public final class InvalidValueException extends OrbstrikeException {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String value;
    private final String bound;

    /**
     * Creates an exception whose message is {@code "field value: must be bound"}.
     *
     * @param field the field's name as the sender knows it
     * @param value the value as the sender wrote it, shortened if it is long
     * @param bound what is allowed, with its unit, as in {@code "1 to 5,000 units/s"}
     */
    public InvalidValueException(String field, String value, String bound) {
        super(field + " " + value + ": must be " + bound);
        this.field = requireNonNull(field, "field");
        this.value = requireNonNull(value, "value");
        this.bound = requireNonNull(bound, "bound");
    }

    /**
     * Checks that a number is within its bounds.
     *
     * @param field the field's name as the sender knows it
     * @param value the number
     * @param min the least allowed, inclusive
     * @param max the greatest allowed, inclusive
     * @param unit the unit to name in the message, may be empty
     * @return the number
     * @throws InvalidValueException if the number is outside
     */
    public static long requireInRange(String field, long value, long min, long max, String unit) {
        if (value < min || value > max) {
            String suffix = unit.isEmpty() ? "" : " " + unit;
            throw new InvalidValueException(field, Long.toString(value), min + " to " + max + suffix);
        }
        return value;
    }

    /**
     * The field that holds the value.
     *
     * @return its name as the sender knows it
     */
    public String field() {
        return field;
    }

    /**
     * The value that was refused.
     *
     * @return its text
     */
    public String value() {
        return value;
    }

    /**
     * What would have been allowed.
     *
     * @return its text
     */
    public String bound() {
        return bound;
    }
}
