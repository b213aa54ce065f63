package io.orbstrike.server;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Looks for what keeps people from using a page, by the rules of WCAG 2.0 to 2.2, levels A and AA, that axe-core checks in it.
 *
 * <p>Contrast cannot be told over what is drawn or shades off. So the page gets one colour as its ground meanwhile, the
 * brightest one that lies beneath text, and pictures are left out.
 */
final class AxeCheck {

    /** The middle of the shine at the top of each page. */
    private static final String SHINE = "#1d3265";

    /** The circle's ground beneath the brighter lines of its grid. */
    private static final String CIRCLE = "#324178";

    private static final String RUN = """
            const sheet = new CSSStyleSheet();
            const ground = orbstrike.facts().state === 'playing' ? '%s' : '%s';
            sheet.replaceSync(`html, body { background: ${ground} !important }
              canvas, svg, #hurt { visibility: hidden !important }`);
            document.adoptedStyleSheets = [sheet];
            const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
            const { violations, passes } = await axe.run(document, { runOnly: tags });
            document.adoptedStyleSheets = [];
            if (!passes.some(({ id }) => id === 'color-contrast')) {
              throw new Error('no contrast was checked');
            }
            return JSON.stringify(violations.flatMap(({ id, nodes }) =>
              nodes.map(({ html, failureSummary }) => `${id}: ${html}: ${failureSummary}`)));
            """.formatted(CIRCLE, SHINE);

    private AxeCheck() {}

    /** What is wrong with what a page shows now, an element each. */
    static List<String> faults(Browser browser) throws IOException {
        if (Boolean.FALSE.equals(browser.run("return 'axe' in globalThis"))) {
            browser.run(library());
        }
        String found = String.valueOf(browser.runAsync(RUN));
        return new ObjectMapper().readValue(found, new TypeReference<List<String>>() {});
    }

    private static String library() throws IOException {
        try (InputStream in = AxeCheck.class.getResourceAsStream("/axe.min.js")) {
            return new String(requireNonNull(in, "axe.min.js").readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
