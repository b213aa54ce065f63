package io.orbstrike.benchmarks.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The rows as text: for a terminal, or as Markdown.
 *
 * <p>Immutable.
 *
 * @param lines the header first; all have as many cells
 * @param notes what stands under the table
 */
record Table(List<List<String>> lines, List<String> notes) {

    private static final double WHOLE_FROM = 100;

    static Table of(Sheet sheet) {
        List<List<String>> lines = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("row", "what", "target", "stretch", "ours", "ratio", "met"));
        header.addAll(sheet.peers());
        lines.add(header);
        List<String> notes = new ArrayList<>();
        for (RowId row : sheet.rows()) {
            lines.add(line(sheet, row));
            sheet.contenders()
                    .keySet()
                    .forEach(contender -> sheet.cell(row, contender)
                            .filter(cell -> !cell.note().isEmpty())
                            .ifPresent(cell -> notes.add(row.id() + ", " + contender + ": " + cell.note())));
        }
        return new Table(lines, notes);
    }

    private static List<String> line(Sheet sheet, RowId row) {
        OptionalDouble ours = figure(sheet, row, Sheet.OURS);
        List<String> line = new ArrayList<>();
        line.add(row.id());
        line.add(row.what() + (row.unit().isEmpty() ? "" : ", " + row.unit()));
        line.add(row.sign() + " " + number(row.target()));
        line.add(text(row.stretch()));
        line.add(text(ours));
        line.add(ours.isPresent() ? String.format(Locale.ROOT, "%.2f", ours.getAsDouble() / row.target()) : "-");
        line.add(ours.isPresent() ? (row.isMetBy(ours.getAsDouble()) ? "yes" : "no") : "-");
        sheet.peers().forEach(peer -> line.add(text(figure(sheet, row, peer))));
        return line;
    }

    private static OptionalDouble figure(Sheet sheet, RowId row, String contender) {
        return sheet.cell(row, contender).map(Cell::figure).orElse(OptionalDouble.empty());
    }

    private static String text(OptionalDouble figure) {
        return figure.isPresent() ? number(figure.getAsDouble()) : "-";
    }

    /** With as many digits as mean something. */
    static String number(double value) {
        boolean isWhole = Math.abs(value) >= WHOLE_FROM || value == Math.rint(value);
        return String.format(Locale.ROOT, isWhole ? "%,.0f" : "%.2f", value);
    }

    /** In columns, the text to the left and the figures to the right. */
    String text() {
        int[] widths = IntStream.range(0, lines.get(0).size())
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            for (int column = 0; column < widths.length; column++) {
                String form = (column < 2 ? "%-" : "%") + widths[column] + "s";
                text.append(column == 0 ? "" : "  ").append(String.format(Locale.ROOT, form, line.get(column)));
            }
            text.append(System.lineSeparator());
        }
        notes.forEach(note -> text.append("  ").append(note).append(System.lineSeparator()));
        return text.toString();
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            text.append(lines.get(i).stream().collect(Collectors.joining(" | ", "| ", " |\n")));
            if (i == 0) {
                text.append(lines.get(0).stream().map(cell -> "---").collect(Collectors.joining(" | ", "| ", " |\n")));
            }
        }
        text.append("\n");
        notes.forEach(note -> text.append("- ").append(note).append("\n"));
        return text.toString();
    }
}
