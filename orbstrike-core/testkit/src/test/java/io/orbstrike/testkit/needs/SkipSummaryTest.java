package io.orbstrike.testkit.needs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SkipSummaryTest {

    @Test
    void shouldSayThatNothingWasSkipped() {
        assertThat(SkipSummary.summarize(List.of())).isEqualTo("SKIPPED 0: needs nothing");
    }

    @Test
    void shouldCountATestOnceThoughItNeedsTwoThingsOrRanTwice() {
        assertThat(SkipSummary.summarize(List.of("a\tnode", "a\tchromium", "b\tnode", "b\tnode")))
                .isEqualTo("SKIPPED 2: needs chromium, node");
    }
}
