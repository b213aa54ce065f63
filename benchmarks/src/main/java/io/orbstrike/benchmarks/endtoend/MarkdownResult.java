package io.orbstrike.benchmarks.endtoend;

import java.util.List;

/**
 * A result as a page of docs/results, to which somebody adds what it means.
 *
 * <p>Immutable.
 *
 * @param plots the names of the plots' files, in the directory that the page links to
 */
record MarkdownResult(
        Machine machine, List<String> flags, String command, Sheet sheet, String plotDirectory, List<String> plots) {

    String text() {
        StringBuilder text = new StringBuilder();
        text.append("```\n").append(command).append("\n```\n\n");
        facts(machine, flags).forEach(fact -> text.append("- ").append(fact).append("\n"));
        text.append("\n").append(Table.of(sheet).markdown()).append("\nContenders:\n\n");
        sheet.contenders()
                .forEach((name, about) -> text.append("- **")
                        .append(name)
                        .append("**: ")
                        .append(about)
                        .append("\n"));
        plots.forEach(plot -> text.append("\n![")
                .append(plot.replace(".png", "").replace('-', ' '))
                .append("](")
                .append(plotDirectory)
                .append("/")
                .append(plot)
                .append(")\n"));
        return text.toString();
    }

    /** Where and with what it was measured, a line each. */
    static List<String> facts(Machine machine, List<String> flags) {
        return List.of(
                "when: " + machine.when() + ", commit " + machine.commit(),
                "machine: " + machine.coreCount() + " cores, " + machine.cpu() + ", " + machine.kernel(),
                "pinning: " + machine.cores(),
                "JDK: " + machine.jdk(),
                "flags of the servers' JVM: " + (flags.isEmpty() ? "none" : String.join(" ", flags)));
    }
}
