package io.orbstrike.server.config;

import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Shows every option with what it does, its value, where the value comes from, and its other names.
 *
 * <p>Confined to the main thread.
 */
final class OptionHelp {

    private static final int NAME_WIDTH = 26;

    private final OptionSources sources;

    OptionHelp(OptionSources sources) {
        this.sources = sources;
    }

    String render(Help help) {
        StringBuilder text = new StringBuilder();
        for (OptionSpec option : help.commandSpec().options()) {
            if (option.hidden()) {
                continue;
            }
            render(option, text);
        }
        return text.toString();
    }

    private void render(OptionSpec option, StringBuilder text) {
        String name = OptionNames.isFlagOnly(option)
                ? String.join(", ", option.names())
                : option.longestName() + (option.arity().max() == 0 ? "" : " " + option.paramLabel());
        OptionRange range = OptionRange.of(option);
        line(text, name, String.join(" ", option.description()));
        if (range.exists()) {
            line(text, "", "Must be " + range.wanted() + ".");
        }
        if (OptionNames.isFlagOnly(option)) {
            return;
        }
        OptionSources.Found present = sources.present(option);
        line(text, "", "Now: " + present.text() + " (" + present.place() + ")");
        String key = OptionNames.isInFile(option) ? ", in a file " + OptionNames.keyOf(option) : "";
        line(text, "", "Also: " + OptionNames.environmentOf(option) + key);
    }

    private static void line(StringBuilder text, String name, String what) {
        text.append("  ").append(name);
        if (name.length() >= NAME_WIDTH) {
            text.append(System.lineSeparator()).append("  ").append(" ".repeat(NAME_WIDTH));
        } else {
            text.append(" ".repeat(NAME_WIDTH - name.length()));
        }
        text.append(what).append(System.lineSeparator());
    }
}
