package io.orbstrike.server.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads lengths of time such as {@code 30s}, {@code 500ms}, {@code 10m}, {@code 2h}, {@code 1d}; zero needs no unit.
 *
 * <p>Immutable.
 */
public final class Durations implements ITypeConverter<Duration> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final String WANTED = "a whole number with ms, s, m, h or d, such as 30s";

    /** Creates a reader. */
    public Durations() {}

    @Override
    public Duration convert(String text) {
        if ("0".equals(text)) {
            return Duration.ZERO;
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new TypeConversionException(WANTED);
        }
        long count = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
