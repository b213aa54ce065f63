package io.orbstrike.server.config;

import java.lang.reflect.AnnotatedElement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;

/**
 * The bounds of one option, or none.
 *
 * <p>Immutable.
 */
final class OptionRange {

    private final @Nullable Bounds bounds;
    private final boolean isDuration;

    private OptionRange(@Nullable Bounds bounds, boolean isDuration) {
        this.bounds = bounds;
        this.isDuration = isDuration;
    }

    static OptionRange of(ArgSpec option) {
        Bounds bounds =
                option.userObject() instanceof AnnotatedElement element ? element.getAnnotation(Bounds.class) : null;
        return new OptionRange(bounds, option.type() == Duration.class);
    }

    boolean exists() {
        return bounds != null;
    }

    /** Whether a converted value is within the bounds, or is the number that stands for the word beside them. */
    boolean contains(@Nullable Object value) {
        if (bounds == null || value == null) {
            return true;
        }
        if (value instanceof Duration duration) {
            Durations durations = new Durations();
            return duration.compareTo(durations.convert(bounds.min())) >= 0
                    && duration.compareTo(durations.convert(bounds.max())) <= 0;
        }
        long number = ((Number) value).longValue();
        if (number == WordOr.NUMBER && !bounds.or().isEmpty()) {
            return true;
        }
        return number >= Long.parseLong(bounds.min()) && number <= Long.parseLong(bounds.max());
    }

    /** Follows "must be". */
    String wanted() {
        if (bounds == null) {
            return "";
        }
        String range = bounds.min() + " to " + bounds.max();
        if (isDuration) {
            return range + ", a whole number with ms, s, m, h or d, such as 30s";
        }
        return "a whole number from " + range + (bounds.or().isEmpty() ? "" : ", or " + bounds.or());
    }
}
