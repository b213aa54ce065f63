package io.orbstrike.server.config;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A share of a hundred, such as {@code 0.5%}.
 *
 * <p>Immutable.
 *
 * @param value 0 to 100
 */
public record Percent(BigDecimal value) {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /**
     * Tells whether a part of a whole is more than this share of it.
     *
     * @param part 0 and above
     * @param whole 0 and above
     * @return exact; false if both are zero
     */
    public boolean isExceededBy(long part, long whole) {
        return BigDecimal.valueOf(part).multiply(HUNDRED).compareTo(value.multiply(BigDecimal.valueOf(whole))) > 0;
    }

    @Override
    public String toString() {
        return value.toPlainString() + "%";
    }

    /** Reads a number with a percent sign. */
    public static final class Converter implements ITypeConverter<Percent> {

        private static final Pattern FORM = Pattern.compile("\\d{1,3}(\\.\\d{1,6})?%");

        /** Creates a reader. */
        public Converter() {}

        @Override
        public Percent convert(String text) {
            if (FORM.matcher(text).matches()) {
                BigDecimal value = new BigDecimal(text.substring(0, text.length() - 1));
                if (value.compareTo(HUNDRED) <= 0) {
                    return new Percent(value);
                }
            }
            throw new TypeConversionException("a share from 0% to 100%, such as 0.5%");
        }
    }
}
