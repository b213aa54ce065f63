package io.orbstrike.cluster;

/** Checks options against their bounds. */
final class OptionRange {

    private OptionRange() {}

    /** Throws IllegalArgumentException with option, value and bound. */
    static <T extends Comparable<T>> void require(String name, T value, T min, T max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(name + " " + value + ": must be " + min + " to " + max);
        }
    }
}
