package io.orbstrike.examples.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** A window of the system's Chromium, without a screen, on the page of {@link PongServer}. */
final class PongPage implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Says of each new Chromium that Selenium has no classes for its protocol; only commands by name are sent here. */
    private static final Logger DEVTOOLS_LOGGER = Logger.getLogger("org.openqa.selenium.devtools");

    /** Puts each WebSocket of the page where a test can reach it. */
    private static final String KEEP_SOCKETS = """
            globalThis.sockets = [];
            globalThis.WebSocket = class extends WebSocket {
              constructor(...of) {
                super(...of);
                sockets.push(this);
              }
            };
            """;

    private final ChromeDriver driver;

    PongPage(String url) {
        DEVTOOLS_LOGGER.setLevel(Level.SEVERE);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(onPath("chromium", "chromium-browser", "google-chrome"));
        // root has no sandbox
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=900,800");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(onPath("chromedriver"))
                .usingAnyFreePort()
                .withSilent(true)
                .build();
        driver = new ChromeDriver(service, options);
        driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", KEEP_SOCKETS));
        driver.get(url);
    }

    PongPage enter(String name) {
        element("name").sendKeys(name);
        element("play").click();
        awaitTrue("pong.state !== null");
        return this;
    }

    WebElement element(String id) {
        return driver.findElement(By.id(id));
    }

    String url() {
        return driver.getCurrentUrl();
    }

    void press(CharSequence key) {
        new Actions(driver).keyDown(key).perform();
    }

    void release(CharSequence key) {
        new Actions(driver).keyUp(key).perform();
    }

    void awaitTrue(String expression) {
        await().alias(expression)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(run(expression))
                        .as(() -> element("message").getText() + " " + run("JSON.stringify(pong)"))
                        .isEqualTo(true));
    }

    void awaitText(String id, String text) {
        await().alias(id)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(element(id).getText()).contains(text));
    }

    /** The value of an expression of JavaScript in the page. */
    @Nullable
    Object run(String expression) {
        return driver.executeScript("return " + expression);
    }

    /** What the console complained of since the last call. */
    List<String> errors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }

    private static File onPath(String... names) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> Arrays.stream(names).map(name -> new File(folder, name)))
                .filter(File::canExecute)
                .findFirst()
                .orElseThrow(() -> new AssertionError("none of " + List.of(names) + " is on the PATH"));
    }
}
