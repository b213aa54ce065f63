package io.orbstrike.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsTest {

    private final Parts parts = new Parts();
    private final List<String> closed = new ArrayList<>();

    @Test
    void shouldCloseLastFirstAndOnce() {
        parts.add(() -> closed.add("a"));
        parts.add(() -> closed.add("b"));
        parts.close();
        parts.close();
        assertThat(closed).containsExactly("b", "a");
        assertThat(parts.hasFailed()).isFalse();
    }

    @Test
    void shouldCloseTheOthersWhenOneCannotBeClosed() {
        parts.add(() -> closed.add("a"));
        parts.add(() -> {
            throw new IllegalStateException("cannot be closed");
        });
        parts.add(() -> closed.add("c"));
        parts.close();
        assertThat(closed).containsExactly("c", "a");
        assertThat(parts.hasFailed()).isTrue();
    }

    @Test
    void shouldCloseTheOthersAfterAnError() {
        parts.add(() -> closed.add("a"));
        parts.add(() -> {
            throw new NoClassDefFoundError("gone with the jar");
        });
        parts.close();
        assertThat(closed).containsExactly("a");
        assertThat(parts.hasFailed()).isTrue();
    }

    @Test
    void shouldCloseTheOthersWhenTheCauseCannotEvenBeLogged() {
        parts.add(() -> closed.add("a"));
        parts.add(() -> {
            throw new Unspeakable();
        });
        parts.close();
        assertThat(closed).containsExactly("a");
        assertThat(parts.hasFailed()).isTrue();
    }

    @Test
    void shouldCloseAtOnceWhatComesTooLate() {
        parts.close();
        assertThat(parts.add(() -> closed.add("late"))).isFalse();
        assertThat(closed).containsExactly("late");
    }

    private static final class Unspeakable extends IllegalStateException {

        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new NoClassDefFoundError("gone with the jar");
        }
    }
}
