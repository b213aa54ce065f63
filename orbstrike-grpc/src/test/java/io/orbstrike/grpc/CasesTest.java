package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CasesTest {

    private sealed interface Fruit {}

    private sealed interface Citrus extends Fruit {}

    private record Apple(String name) implements Fruit {}

    private record Lemon(int seeds) implements Citrus {}

    private enum Nothing implements Fruit {
        INSTANCE
    }

    @Test
    void shouldHandleEachOutcomeByItsCase() {
        Cases<Fruit, List<String>> cases = Cases.<Fruit, List<String>>of(Fruit.class)
                .on(Apple.class, (apple, said) -> said.add("apple " + apple.name()))
                .on(Lemon.class, (lemon, said) -> said.add("lemon " + lemon.seeds()))
                .on(Nothing.class, (nothing, said) -> said.add("nothing"))
                .build();
        List<String> said = new ArrayList<>();
        List.of(new Lemon(3), new Apple("red"), Nothing.INSTANCE).forEach(fruit -> cases.handle(fruit, said));
        assertThat(said).containsExactly("lemon 3", "apple red", "nothing");
    }

    @Test
    void shouldFailToBuildWhenAnOutcomeHasNoCase() {
        Cases.Builder<Fruit, List<String>> builder = Cases.<Fruit, List<String>>of(Fruit.class)
                .on(Apple.class, (apple, said) -> said.add("apple"))
                .on(Nothing.class, (nothing, said) -> said.add("nothing"));
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no case for")
                .hasMessageContaining("Lemon");
    }
}
