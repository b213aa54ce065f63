package io.orbstrike.board;

import static java.util.Objects.requireNonNull;

/**
 * A board type that hands over its name and its codecs once, which is all that a small game has to say of them.
 *
 * <p>Immutable, if the game adds no fields.
 *
 * @param <R> the rules that a board is created with
 * @param <J> what a player brings when he joins
 * @param <I> what a player wants, state or event
 */
public abstract class CodecBoardType<R, J, I> implements BoardType<R, J, I> {

    private final String name;
    private final Codec<R> rules;
    private final Codec<J> joinData;
    private final Codec<I> input;

    /**
     * Takes what does not change.
     *
     * @param name 1 to 32 characters of a to z, 0 to 9 and '-'
     * @param rules the codec of the rules
     * @param joinData the codec of what a player brings
     * @param input the codec of inputs
     */
    protected CodecBoardType(String name, Codec<R> rules, Codec<J> joinData, Codec<I> input) {
        this.name = requireNonNull(name, "name");
        this.rules = requireNonNull(rules, "rules");
        this.joinData = requireNonNull(joinData, "joinData");
        this.input = requireNonNull(input, "input");
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Codec<R> rulesCodec() {
        return rules;
    }

    @Override
    public final Codec<J> joinDataCodec() {
        return joinData;
    }

    @Override
    public final Codec<I> inputCodec() {
        return input;
    }
}
