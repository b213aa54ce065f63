package io.orbstrike.benchmarks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    private final Sheet sheet = new Sheet();

    TableTest() {
        sheet.addContender(Sheet.OURS, "ours");
        sheet.addContender("naive", "the other");
    }

    @Test
    void shouldPutFiguresBesideTargetsAndPeers() {
        sheet.put(RowId.E1, Sheet.OURS, Cell.of(1_200, "held in 2 of 2 runs"));
        sheet.put(RowId.E1, "naive", Cell.of(100, ""));
        assertThat(Table.of(sheet).lines().get(1))
                .containsExactly(
                        "E1", "players on one core, boards of 100", ">= 1,000", "1,300", "1,200", "1.20", "yes", "100");
        assertThat(Table.of(sheet).notes()).containsExactly("E1, orbstrike: held in 2 of 2 runs");
    }

    @Test
    void shouldSayWhenATargetIsNotMet() {
        sheet.put(RowId.E2_OWN, Sheet.OURS, Cell.of(12.345, ""));
        assertThat(Table.of(sheet).lines().get(1)).containsSequence("<= 10", "8", "12.35", "1.23", "no", "-");
    }

    @Test
    void shouldShowARowThatCouldNotBeMeasured() {
        sheet.putFailure(RowId.E3, Sheet.OURS, "no time left");
        List<String> line = Table.of(sheet).lines().get(1);
        assertThat(line).endsWith("-", "-", "-", "-");
        assertThat(Table.of(sheet).text()).contains("E3, orbstrike: no time left");
        assertThat(sheet.hasFailed()).isTrue();
    }

    @Test
    void shouldListRowsInTheirOrder() {
        sheet.put(RowId.I7_GAP, Sheet.OURS, Cell.of(1, ""));
        sheet.put(RowId.E1, Sheet.OURS, Cell.of(1, ""));
        assertThat(sheet.rows()).containsExactly(RowId.E1, RowId.I7_GAP);
    }

    @Test
    void shouldAlignColumns() {
        sheet.put(RowId.E1, Sheet.OURS, Cell.of(1_200, ""));
        sheet.put(RowId.E2_SHARED, Sheet.OURS, Cell.of(2.5, ""));
        assertThat(Table.of(sheet).text().lines().mapToInt(String::length).distinct())
                .hasSize(1);
    }

    @Test
    void shouldWriteMarkdown() {
        sheet.put(RowId.E1, Sheet.OURS, Cell.of(1_200, "a note"));
        assertThat(Table.of(sheet).markdown().lines())
                .contains(
                        "| --- | --- | --- | --- | --- | --- | --- | --- |",
                        "| E1 | players on one core, boards of 100 | >= 1,000 | 1,300 | 1,200 | 1.20 | yes | - |",
                        "- E1, orbstrike: a note");
    }
}
