package io.orbstrike.server.bots;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * One line on a terminal that is written anew as the run goes on; nothing where stderr is no terminal, or cannot be
 * told to be one.
 *
 * <p>Confined to the run's thread.
 */
final class Progress {

    private static final String BACK_AND_CLEAR = "\r\u001b[K";
    private static final Path STDERR = Path.of("/proc/self/fd/2");

    private final PrintWriter out;
    private final boolean isShown;

    private Progress(PrintWriter out, boolean isShown) {
        this.out = out;
        this.isShown = isShown;
    }

    static Progress on(PrintWriter err, Map<String, String> environment) {
        boolean isDumb = "dumb".equals(environment.get("TERM"));
        return new Progress(err, !isDumb && isTerminal());
    }

    void show(String line) {
        if (isShown) {
            out.print(BACK_AND_CLEAR + line);
            out.flush();
        }
    }

    void clear() {
        show("");
    }

    private static boolean isTerminal() {
        try {
            String device = Files.readSymbolicLink(STDERR).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
