package io.orbstrike.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessLifeTest {

    private final List<String> done = new ArrayList<>();
    private final ProcessLife life = new ProcessLife(() -> done.add("logged"), code -> done.add("halt " + code));

    @Test
    void shouldEndWithZeroAfterASignal() {
        life.add(() -> done.add("closed"));
        life.end();
        assertThat(done).containsExactly("closed", "logged", "halt 0");
    }

    @Test
    void shouldEndWithWhatWasSaid() {
        life.exitCode(2);
        life.end();
        assertThat(done).containsExactly("logged", "halt 2");
    }

    @Test
    void shouldFailWhenAPartCannotBeClosed() {
        life.add(() -> {
            throw new NoClassDefFoundError("gone with the jar");
        });
        life.end();
        assertThat(done).containsExactly("logged", "halt 1");
    }

    /** Else the process would end with the signal's code, 143, and without a word. */
    @Test
    void shouldEndItselfWhateverHappens() {
        ProcessLife unlucky = new ProcessLife(
                () -> {
                    throw new IllegalStateException("the last words");
                },
                code -> done.add("halt " + code));
        unlucky.add(() -> done.add("closed"));
        unlucky.end();
        assertThat(done).containsExactly("closed", "halt 1");
    }
}
