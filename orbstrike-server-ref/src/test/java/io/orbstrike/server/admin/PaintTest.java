package io.orbstrike.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaintTest {

    @Test
    void shouldLeaveWordsAsTheyAreWhereNoTerminalShowsThem() {
        Paint off = new Paint(false);
        assertThat(off.head("BOARD")).isEqualTo("BOARD");
        assertThat(off.good("live")).isEqualTo("live");
        assertThat(off.bad("ended")).isEqualTo("ended");
        assertThat(off.fresh()).isBlank();
    }

    @Test
    void shouldColourWordsAndClearTheScreenOfATerminal() {
        Paint on = new Paint(true);
        assertThat(on.bad("ended")).startsWith("\u001b[31m").contains("ended");
        assertThat(on.good("live")).startsWith("\u001b[32m").contains("live");
        assertThat(on.fresh()).startsWith("\u001b[H");
    }
}
