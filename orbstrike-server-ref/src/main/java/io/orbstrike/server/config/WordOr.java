package io.orbstrike.server.config;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a whole number, or one word in its place. The word is read as {@link #NUMBER}, which no range of such an option
 * holds.
 *
 * <p>Immutable.
 */
public abstract sealed class WordOr implements ITypeConverter<Integer> {

    /** What the word is read as. */
    public static final int NUMBER = -1;

    private final String word;

    private WordOr(String word) {
        this.word = word;
    }

    @Override
    public Integer convert(String text) {
        if (word.equals(text)) {
            return NUMBER;
        }
        try {
            int number = Integer.parseInt(text);
            return number == NUMBER ? NUMBER - 1 : number;
        } catch (NumberFormatException e) {
            throw new TypeConversionException("a whole number, or " + word);
        }
    }

    /** A number of threads, or {@code cores}. */
    public static final class Cores extends WordOr {
        /** Creates a reader. */
        public Cores() {
            super("cores");
        }
    }

    /** A limit, or {@code off}. */
    public static final class Off extends WordOr {
        /** Creates a reader. */
        public Off() {
            super("off");
        }
    }
}
