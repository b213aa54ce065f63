package io.orbstrike.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** A window of the system's Chromium without a screen, with a profile of its own, on the page of a server. */
final class Browser implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LOOK_INTERVAL = Duration.ofMillis(100);

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Opens a window of a size in CSS pixels. */
    static Browser open(int width, int height) {
        return new Browser(Chromium.start()).resize(width, height, 1, false);
    }

    /** Opens a window whose calls of scripts are among its events. */
    static Browser openTraced(int width, int height) {
        return new Browser(Chromium.startTraced()).resize(width, height, 1, false);
    }

    /** A phone held upright, with a touch screen. */
    static Browser openPhone() {
        Browser browser = new Browser(Chromium.start()).resize(390, 844, 2, true);
        browser.driver.executeCdpCommand("Emulation.setTouchEmulationEnabled", Map.of("enabled", true));
        return browser;
    }

    private Browser resize(int width, int height, int pixelRatio, boolean isMobile) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", pixelRatio, "mobile", isMobile));
        return this;
    }

    Browser go(String url) {
        driver.get(url);
        return this;
    }

    /** Opens the page of a server and joins a board by its link. */
    Browser join(ServerProcess.Ready server, String board, String name) {
        go("http://" + server.http() + "/#board=" + board);
        return enter(name);
    }

    /** Types a name, takes the first button, and waits until the game is on screen. */
    Browser enter(String name) {
        type("name", name);
        click("play-now");
        awaitState("playing");
        return this;
    }

    void type(String id, String text) {
        WebElement field = element(id);
        field.clear();
        field.sendKeys(text);
    }

    void click(String id) {
        element(id).click();
    }

    /** Presses the first element that a CSS selector finds. */
    void clickIn(String selector) {
        driver.findElement(By.cssSelector(selector)).click();
    }

    WebElement element(String id) {
        return driver.findElement(By.id(id));
    }

    /** The text that a person sees in an element; empty if he sees none. */
    String text(String id) {
        return element(id).getText();
    }

    boolean isShown(String id) {
        return element(id).isDisplayed();
    }

    void awaitText(String id, String part) {
        await().alias(part)
                .atMost(PATIENCE)
                .pollInterval(LOOK_INTERVAL)
                .untilAsserted(() -> assertThat(text(id)).contains(part));
    }

    void awaitHidden(String id) {
        await().alias(id).atMost(PATIENCE).pollInterval(LOOK_INTERVAL).until(() -> !isShown(id));
    }

    void awaitState(String state) {
        await().alias(state)
                .atMost(PATIENCE)
                .pollInterval(LOOK_INTERVAL)
                .untilAsserted(() -> assertThat(run("return orbstrike.facts().state"))
                        .as("the state; the page says: %s", text("lobby-alert"))
                        .isEqualTo(state));
    }

    /** Waits until an expression of JavaScript over {@code play}, what the page knows of the board, is true. */
    void awaitPlay(String condition) {
        await().alias(condition)
                .atMost(PATIENCE)
                .pollInterval(LOOK_INTERVAL)
                .untilAsserted(() -> assertThat(play(condition))
                        .as(() -> "facts: " + run("return JSON.stringify(orbstrike.facts())"))
                        .isEqualTo(true));
    }

    /** Waits until an expression of JavaScript over {@code state}, where the player is, and {@code play} is true. */
    void awaitPage(String condition) {
        await().alias(condition)
                .atMost(PATIENCE)
                .pollInterval(LOOK_INTERVAL)
                .untilAsserted(() -> assertThat(run("const { state, play } = orbstrike.facts(); return " + condition))
                        .isEqualTo(true));
    }

    /** The value of an expression of JavaScript over {@code play}, what the page knows of the board. */
    @Nullable
    Object play(String expression) {
        return run("const { play } = orbstrike.facts(); return play === null ? null : " + expression);
    }

    long playNumber(String expression) {
        return ((Number) Objects.requireNonNull(play(expression))).longValue();
    }

    /** Types into what has the keyboard, as a person without a mouse does. */
    void keys(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** The id of the element that has the keyboard; empty if it has none, or none has the keyboard. */
    String focused() {
        return String.valueOf(run("return document.activeElement.id"));
    }

    void press(CharSequence key) {
        new Actions(driver).keyDown(key).perform();
    }

    void release(CharSequence key) {
        new Actions(driver).keyUp(key).perform();
    }

    /** Puts a finger on a place of the screen, or moves it there; no place takes it away. */
    void touch(String type, int... place) {
        List<Map<String, Integer>> points =
                place.length == 0 ? List.of() : List.of(Map.of("x", place[0], "y", place[1]));
        driver.executeCdpCommand("Input.dispatchTouchEvent", Map.of("type", type, "touchPoints", points));
    }

    /** Runs the body of a function in the page that returns a whole number. */
    long number(String script) {
        return ((Number) Objects.requireNonNull(run(script))).longValue();
    }

    /** Runs the body of a function in the page. */
    @Nullable
    Object run(String script) {
        return driver.executeScript(script);
    }

    /** Runs the body of an asynchronous function in the page and waits for what it returns. */
    @Nullable
    Object runAsync(String script) {
        return driver.executeAsyncScript("const done = arguments[arguments.length - 1];" + "(async () => {" + script
                + "})().then(done, (error) => done(`failed: ${error.stack}`));");
    }

    void reload() {
        driver.navigate().refresh();
    }

    /** Cuts the browser off from every network, or lets it back. */
    void setOffline(boolean isOffline) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand(
                "Network.emulateNetworkConditions",
                Map.of("offline", isOffline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    /** Has the page believe that its user wants less motion. */
    void reduceMotion() {
        command(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    /** Makes all processes of the browser stand still, as on a laptop whose lid is closed. */
    void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        Object pid = driver.getCapabilities().getCapability("goog:processID");
        ProcessHandle main = ProcessHandle.of(((Number) Objects.requireNonNull(pid)).longValue())
                .orElseThrow();
        for (ProcessHandle each :
                Stream.concat(Stream.of(main), main.descendants()).toList()) {
            ServerProcess.signal(name, each.pid());
        }
    }

    /** Sends a command of the DevTools protocol; what it answers. */
    Map<String, Object> command(String name, Map<String, Object> parameters) {
        return driver.executeCdpCommand(name, parameters);
    }

    /** Writes what is on the screen, as an image of the documentation, if {@code -Dorbstrike.images} names a folder. */
    void picture(String name) throws IOException {
        String folder = System.getProperty("orbstrike.images", "");
        if (!folder.isEmpty()) {
            screenshot(Path.of(folder, name + ".png"));
        }
    }

    private void screenshot(Path png) throws IOException {
        Path folder = Objects.requireNonNull(png.getParent());
        Files.createDirectories(folder);
        Map<String, Object> answer = driver.executeCdpCommand("Page.captureScreenshot", Map.of("format", "png"));
        Files.write(png, Base64.getDecoder().decode((String) Objects.requireNonNull(answer.get("data"))));
    }

    /** Errors on the console, among them requests that failed and breaches of the content policy, since the last call. */
    List<String> errors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Checks that since the last call no request failed and the console has no complaint; the events. */
    List<String> assertNothingFailed() {
        assertThat(errors()).isEmpty();
        List<String> events = events().toList();
        assertThat(events)
                .noneMatch(event -> event.contains("\"Network.loadingFailed\""))
                .noneMatch(event -> event.matches(".*\"status\":[45]\\d\\d.*"));
        return events;
    }

    /** What the network and the page's thread did since the last call, as events of the DevTools protocol. */
    Stream<String> events() {
        return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream().map(LogEntry::getMessage);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
