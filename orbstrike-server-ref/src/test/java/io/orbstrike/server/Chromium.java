package io.orbstrike.server;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The system's Chromium and its WebDriver. */
final class Chromium {

    /** Says of each new Chromium that Selenium has no classes for its protocol; only commands by name are sent here. */
    private static final Logger DEVTOOLS_LOGGER = Logger.getLogger("org.openqa.selenium.devtools");

    private Chromium() {}

    /** Starts one without a screen that draws by the processor, and writes down its console and its network. */
    static ChromeDriver start() {
        return start(Map.of());
    }

    /** Starts one that writes down each call of a script, too. */
    static ChromeDriver startTraced() {
        return start(Map.of("traceCategories", "devtools.timeline"));
    }

    private static ChromeDriver start(Map<String, Object> performanceLog) {
        DEVTOOLS_LOGGER.setLevel(Level.SEVERE);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(onPath("chromium", "chromium-browser", "google-chrome"));
        options.addArguments(
                "--headless=new",
                "--no-sandbox", // of which root has none
                "--disable-dev-shm-usage",
                "--disable-gpu-sandbox",
                "--use-angle=swiftshader",
                "--enable-unsafe-swiftshader",
                "--mute-audio",
                "--hide-scrollbars");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        if (!performanceLog.isEmpty()) {
            options.setExperimentalOption("perfLoggingPrefs", performanceLog);
        }
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(onPath("chromedriver"))
                .usingAnyFreePort()
                .withSilent(true)
                .build();
        return new ChromeDriver(service, options);
    }

    private static File onPath(String... names) {
        String path = System.getenv().getOrDefault("PATH", "");
        Optional<File> found = Arrays.stream(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> Arrays.stream(names).map(name -> new File(folder, name)))
                .filter(File::canExecute)
                .findFirst();
        return found.orElseThrow(() -> new AssertionError("none of " + List.of(names) + " is on the PATH"));
    }
}
