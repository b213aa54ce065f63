package io.orbstrike.benchmarks.endtoend;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The plots of a result: players per core, CPU of a frame, and gaps between frames.
 *
 * <p>Confined to the main thread.
 */
final class Plots {

    private static final String FORMAT = "png";
    private static final int WIDTH = 960;
    private static final int HEIGHT = 560;
    private static final int MARKER_SIZE = 8;
    private static final double GAP_MS_MAX = 30;
    private static final double LINEAR_GAP_MS_MAX = 100;
    private static final double BAR_FILL = 0.7;
    private static final double NONE = Double.NaN;
    private static final List<RowId> PLAYER_ROWS = List.of(RowId.E1, RowId.E1B, RowId.E1C);

    /** Told apart by those who do not see all colours, too (Okabe and Ito). */
    private static final Color[] COLORS = {
        new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73), new Color(0xCC79A7), new Color(0x56B4E9)
    };

    private static final List<BasicStroke> LINES = List.of(new BasicStroke(2), dashed(8), dashed(2));
    private static final List<Marker> MARKERS =
            List.of(SeriesMarkers.CIRCLE, SeriesMarkers.DIAMOND, SeriesMarkers.SQUARE);
    private static final Color LIMIT_COLOR = new Color(0x888888);

    private final Sheet sheet;

    Plots(Sheet sheet) {
        this.sheet = sheet;
    }

    /** Writes those for which there are figures; the files' names. Blocks. */
    List<String> writeTo(Path directory) throws IOException {
        System.setProperty("java.awt.headless", "true");
        Files.createDirectories(directory);
        List<String> written = new ArrayList<>();
        write(directory, "players-per-core", players(), written);
        write(directory, "cpu-per-frame", cpuPerFrame(), written);
        write(directory, "frame-gaps", gaps(), written);
        return written;
    }

    private static void write(Path directory, String name, Chart<?, ?> chart, List<String> written) throws IOException {
        if (chart.getSeriesCollection().isEmpty()) {
            return;
        }
        String file = name + "." + FORMAT;
        try (OutputStream out = Files.newOutputStream(directory.resolve(file))) {
            ChartEncoder.saveChart(chart, out, FORMAT);
        }
        written.add(file);
    }

    private CategoryChart players() {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title("Players that one server core holds")
                .yAxisTitle("players")
                .build();
        style(chart.getStyler());
        chart.getStyler().setAvailableSpaceFill(BAR_FILL).setLabelsVisible(true);
        chart.getStyler().setPlotGridVerticalLinesVisible(false);
        chart.getStyler().setLabelsPosition(1.04).setLabelsFontColor(Color.DARK_GRAY);
        List<RowId> rows = PLAYER_ROWS.stream()
                .filter(row -> sheet.contenders().keySet().stream().anyMatch(one -> players(row, one) > 0))
                .toList();
        for (String contender : sheet.contenders().keySet()) {
            List<Double> players =
                    rows.stream().map(row -> players(row, contender)).toList();
            if (players.stream().anyMatch(one -> one > 0)) {
                chart.addSeries(contender, rows.stream().map(Plots::label).toList(), players);
            }
        }
        return chart;
    }

    private double players(RowId row, String contender) {
        return sheet.cell(row, contender)
                .map(cell -> cell.figure().orElse(NONE))
                .orElse(NONE);
    }

    private static String label(RowId row) {
        return row.id() + ": " + row.what().replace("players on one core, ", "");
    }

    private XYChart cpuPerFrame() {
        XYChart chart = chart("Server CPU for each frame delivered, boards of 100 unless said", "µs of a core", 1);
        Map<String, Integer> shapes = new HashMap<>();
        for (Curve curve : Curve.of(sheet.runs(), Plots::isSteady, Run::cpuMicrosPerFrame)) {
            add(chart, curve, curve.label(), shapes.merge(curve.contender(), 1, Integer::sum) - 1);
        }
        return chart;
    }

    private XYChart gaps() {
        XYChart chart = chart("Gap between two frames of a player, boards of 100, own connections", "ms", 10);
        List<Curve> p99 =
                Curve.of(sheet.runs(), Plots::isBoardsOf100, run -> run.report().gapP99Ms());
        p99.forEach(curve -> add(chart, curve, curve.label() + " p99", 0));
        boolean isWide =
                p99.stream().flatMap(curve -> curve.values().stream()).anyMatch(gapMs -> gapMs > LINEAR_GAP_MS_MAX);
        if (!isWide) { // a logarithmic axis would have one number
            chart.getStyler().setYAxisLogarithmic(false).setYAxisMin(0.0);
        }
        Curve.of(sheet.runs(), Plots::isBoardsOf100, run -> run.report().gapP50Ms())
                .forEach(curve -> add(chart, curve, curve.label() + " p50", 1));
        p99.stream()
                .flatMap(curve -> curve.players().stream())
                .max(Integer::compare)
                .ifPresent(most -> {
                    XYSeries limit = chart.addSeries(
                            "limit for p99, 30 ms", List.of(0, most), Collections.nCopies(2, GAP_MS_MAX));
                    limit.setMarker(SeriesMarkers.NONE);
                    limit.setLineColor(LIMIT_COLOR);
                    limit.setLineStyle(LINES.get(1));
                });
        return chart;
    }

    /** Of a run that broke, frames and CPU time do not belong together. */
    private static boolean isSteady(Run run) {
        return run.verdict() != Verdict.BROKE;
    }

    private static boolean isBoardsOf100(Run run) {
        return run.load().playersPerBoard() == Shape.BOARDS_OF_100.playersPerBoard()
                && run.load().streamsPerConnection() == 1;
    }

    private static BasicStroke dashed(float length) {
        return new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1, new float[] {length, 4}, 0);
    }

    private static XYChart chart(String title, String yAxisTitle, double yMin) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle("players")
                .yAxisTitle(yAxisTitle)
                .build();
        style(chart.getStyler());
        chart.getStyler().setXAxisMin(0.0).setYAxisLogarithmic(true).setYAxisMin(yMin);
        chart.getStyler().setMarkerSize(MARKER_SIZE);
        return chart;
    }

    /** Colours tell contenders apart, the same in each plot; lines and markers what is told of one. */
    private void add(XYChart chart, Curve curve, String label, int form) {
        Color color = COLORS[List.copyOf(sheet.contenders().keySet()).indexOf(curve.contender()) % COLORS.length];
        XYSeries series = chart.addSeries(label, curve.players(), curve.values());
        series.setLineColor(color);
        series.setLineStyle(LINES.get(form % LINES.size()));
        series.setMarkerColor(color);
        series.setMarker(MARKERS.get(form % MARKERS.size()));
    }

    private static void style(AxesChartStyler styler) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setLegendPosition(LegendPosition.OutsideS);
        styler.setLegendLayout(LegendLayout.Horizontal);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setSeriesColors(COLORS);
        styler.setLocale(Locale.ROOT);
        styler.setYAxisDecimalPattern("#,##0.##");
        styler.setPlotGridLinesColor(new Color(0xDDDDDD));
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
        styler.setChartTitleBoxVisible(false);
    }
}
