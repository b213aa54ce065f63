package io.orbstrike.server;

import io.orbstrike.server.http.HttpReply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The page for people who open the HTTP port in a browser.
 *
 * <p>Thread-safe.
 */
final class LandingPage {

    private static final String RESOURCE = "/io/orbstrike/server/landing.html";

    private LandingPage() {}

    static HttpReply reply() {
        try (InputStream page = LandingPage.class.getResourceAsStream(RESOURCE)) {
            if (page == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path");
            }
            return HttpReply.of(200, "text/html", new String(page.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
