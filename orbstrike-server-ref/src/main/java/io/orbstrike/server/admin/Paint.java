package io.orbstrike.server.admin;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * Colours words where a terminal shows them, and leaves them as they are elsewhere.
 *
 * <p>Immutable.
 */
record Paint(boolean isOn) {

    private static final String CLEAR = "\u001b[H\u001b[2J\u001b[3J";

    /** As the standard output wants it; {@code NO_COLOR} and picocli's own switches are heeded. */
    static Paint automatic() {
        return new Paint(Ansi.AUTO.enabled());
    }

    /** A table's head. */
    String head(String line) {
        return styled(line, Style.bold);
    }

    /** What is as it should be. */
    String good(String text) {
        return styled(text, Style.fg_green);
    }

    /** What goes away, or is about to come. */
    String passing(String text) {
        return styled(text, Style.fg_yellow);
    }

    /** What somebody should look at. */
    String bad(String text) {
        return styled(text, Style.fg_red);
    }

    /** What comes before a screen that takes the place of the one before. */
    String fresh() {
        return isOn ? CLEAR : System.lineSeparator();
    }

    private String styled(String text, IStyle style) {
        return isOn ? style.on() + text + style.off() : text;
    }
}
