package io.orbstrike.server;

import io.orbstrike.cluster.scale.ScalePolicy;
import io.orbstrike.server.config.Bounds;
import io.orbstrike.server.config.ConfigException;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * How many gameservers an orchestrator advises an autoscaler to run.
 *
 * <p>Filled by picocli on the main thread, then not changed.
 */
final class ScaleOptions {

    @Option(
            names = "--scale-buffer",
            paramLabel = "BOARDS|PERCENT",
            defaultValue = "20%",
            converter = BufferConverter.class,
            description = "How much of the cluster is to stay free: a number of boards, or a share such as 20%%.")
    private ScalePolicy.Buffer buffer = ScalePolicy.DEFAULT.buffer();

    @Option(
            names = "--scale-min",
            paramLabel = "N",
            defaultValue = "1",
            description = "The fewest gameservers to advise.")
    @Bounds(min = "0", max = "10000")
    private int min;

    @Option(
            names = "--scale-max",
            paramLabel = "N",
            defaultValue = "100",
            description = "The most gameservers to advise.")
    @Bounds(min = "0", max = "10000")
    private int max;

    @Option(
            names = "--scale-window",
            paramLabel = "TIME",
            defaultValue = "5m",
            description = "For how long fewer gameservers must have been enough before fewer are advised.")
    @Bounds(min = "0s", max = "24h")
    private Duration window = ScalePolicy.DEFAULT.window();

    /**
     * The policy that the options say.
     *
     * @throws ConfigException if they contradict each other
     */
    ScalePolicy policy() {
        if (max < min) {
            throw new ConfigException("--scale-max " + max + ": must be at least --scale-min, " + min);
        }
        return new ScalePolicy(buffer, min, max, window);
    }

    /** Reads {@code 50} or {@code 20%}. */
    static final class BufferConverter implements ITypeConverter<ScalePolicy.Buffer> {
        @Override
        public ScalePolicy.Buffer convert(String text) {
            boolean isShare = text.endsWith("%");
            try {
                int number = Integer.parseInt(isShare ? text.substring(0, text.length() - 1) : text);
                return isShare ? ScalePolicy.Buffer.percent(number) : ScalePolicy.Buffer.boards(number);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("a number of boards such as 50, or a share such as 20%");
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
