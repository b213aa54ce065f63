package io.orbstrike.grpc;

import java.util.HashMap;
import java.util.Map;

/**
 * What to do for each of the outcomes that a sealed type permits. A type that is not covered fails when the table is
 * built, not when its outcome comes.
 *
 * <p>Immutable.
 *
 * @param <T> the sealed type
 * @param <C> what the cases act on
 */
final class Cases<T, C> {

    private final Map<Class<?>, Case<T, C>> cases;

    private Cases(Map<Class<?>, Case<T, C>> cases) {
        this.cases = cases;
    }

    static <T, C> Builder<T, C> of(Class<T> sealedType) {
        return new Builder<>(sealedType);
    }

    void handle(T outcome, C context) {
        Case<T, C> found = cases.get(outcome.getClass());
        if (found == null) {
            throw new IllegalStateException("no case for " + outcome.getClass().getName());
        }
        found.handle(outcome, context);
    }

    /** One outcome's case. */
    @FunctionalInterface
    interface Case<S, C> {
        void handle(S outcome, C context);
    }

    /** Collects the cases. */
    static final class Builder<T, C> {

        private final Class<T> sealedType;
        private final Map<Class<?>, Case<T, C>> cases = new HashMap<>();

        private Builder(Class<T> sealedType) {
            this.sealedType = sealedType;
        }

        <S extends T> Builder<T, C> on(Class<S> type, Case<? super S, ? super C> then) {
            cases.put(type, (outcome, context) -> then.handle(type.cast(outcome), context));
            return this;
        }

        Cases<T, C> build() {
            requireCovered(sealedType);
            return new Cases<>(Map.copyOf(cases));
        }

        private void requireCovered(Class<?> type) {
            if (!type.isSealed()) {
                if (!cases.containsKey(type)) {
                    throw new IllegalStateException(sealedType.getName() + ": no case for " + type.getName());
                }
                return;
            }
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                requireCovered(permitted);
            }
        }
    }
}
