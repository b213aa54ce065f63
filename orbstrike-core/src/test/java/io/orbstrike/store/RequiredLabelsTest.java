package io.orbstrike.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbstrike.board.InvalidValueException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequiredLabelsTest {

    private static final String LONGEST = "aZ09._-/".repeat(8).substring(1);
    private static final String CHARACTERS = "characters of A to Z, a to z, 0 to 9, '.', '_', '-' and '/'";

    @Test
    void shouldTakeWhatIsAtItsBounds() {
        Map<String, String> most = new HashMap<>();
        for (int i = 10; i < 10 + RequiredLabels.LABELS_MAX; i++) {
            most.put(i + LONGEST.substring(2), i == 10 ? "" : LONGEST);
        }
        assertThat(LONGEST).hasSize(RequiredLabels.CHARACTERS_MAX);
        assertThat(new RequiredLabels(most).labels()).isEqualTo(most);
        assertThat(new RequiredLabels(Map.of("a", "")).toString()).isEqualTo("a=");
    }

    @Test
    void shouldNameHowManyThereMayBe() {
        RequiredLabels most = RequiredLabels.NONE;
        for (int i = 0; i < RequiredLabels.LABELS_MAX; i++) {
            most = most.with("l" + i, "");
        }
        RequiredLabels full = most;
        assertThat(full.with("l1", "another").labels()).containsEntry("l1", "another");
        assertThatThrownBy(() -> full.with("one-more", ""))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("required_labels of 17 labels: must be at most 16 labels");
    }

    private record Wrong(String name, String value, String message) {}

    private static Stream<Wrong> wrong() {
        return Stream.of(
                new Wrong("", "a", "name \"\": must be 1 to 63 "),
                new Wrong("a b", "a", "name \"a b\": must be 1 to 63 "),
                new Wrong("größe", "a", "name \"größe\": must be 1 to 63 "),
                new Wrong(LONGEST + "a", "a", "name \"" + LONGEST + "a\": must be 1 to 63 "),
                new Wrong("a", "b=c", "value \"b=c\" of a: must be 0 to 63 "),
                new Wrong("a", "b,c", "value \"b,c\" of a: must be 0 to 63 "),
                new Wrong("a", LONGEST + "a", "value \"" + LONGEST + "a\" of a: must be 0 to 63 "),
                new Wrong("a", "b".repeat(200), "value \"" + "b".repeat(80) + "...\" of a: must be 0 to 63 "));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void shouldNameFieldValueAndBound(Wrong wrong) {
        Map<String, String> labels = Map.of(wrong.name(), wrong.value());
        assertThatThrownBy(() -> new RequiredLabels(labels))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("required_labels " + wrong.message() + CHARACTERS);
    }

    @Test
    void shouldReadItsOwnText() {
        RequiredLabels labels = RequiredLabels.NONE.with("zone", "eu/west-1").with("gpu", "");
        assertThat(labels).hasToString("gpu=,zone=eu/west-1");
        assertThat(RequiredLabels.parse(labels.toString())).isEqualTo(labels);
        assertThat(RequiredLabels.NONE).hasToString("");
        assertThat(RequiredLabels.parse("")).isEqualTo(RequiredLabels.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zone", "a=b,", ",a=b", "a=b,a=c", "=a", "a=b=c"})
    void shouldRefuseOtherText(String text) {
        assertThatThrownBy(() -> RequiredLabels.parse(text)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void shouldTellWhoHasThemAndWhatIsMissing() {
        RequiredLabels labels = RequiredLabels.NONE.with("zone", "a").with("gpu", "yes");
        assertThat(labels.areAmong(Map.of("zone", "a", "gpu", "yes", "disk", "ssd")))
                .isTrue();
        assertThat(labels.areAmong(Map.of("zone", "b", "gpu", "yes"))).isFalse();
        assertThat(labels.areAmong(Map.of())).isFalse();
        assertThat(RequiredLabels.NONE.areAmong(Map.of())).isTrue();

        assertThat(labels.missingFrom(Map.of("zone", "b", "gpu", "yes"))).hasToString("zone=a");
        assertThat(labels.missingFrom(Map.of())).isEqualTo(labels);
        assertThat(labels.missingFrom(labels.labels()).isEmpty()).isTrue();
    }
}
