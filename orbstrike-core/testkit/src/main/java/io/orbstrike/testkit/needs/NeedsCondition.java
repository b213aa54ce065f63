package io.orbstrike.testkit.needs;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips what needs something that is missing, and writes it into the file that {@link SkipSummary} reads. */
final class NeedsCondition implements ExecutionCondition {

    private static final String FILE_PROPERTY = "orbstrike.needs.file";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<Needs> needs = AnnotationSupport.findAnnotation(context.getElement(), Needs.class);
        List<Need> missing = needs.map(Needs::value).stream()
                .flatMap(Arrays::stream)
                .filter(need -> !need.isMet())
                .toList();
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("nothing is missing");
        }
        if ("all".equals(System.getenv("ORBSTRIKE_REQUIRE"))) {
            throw new IllegalStateException(context.getUniqueId() + " needs " + missing
                    + ", which is missing here, and ORBSTRIKE_REQUIRE=all allows no skip");
        }
        record(context.getUniqueId(), missing);
        return ConditionEvaluationResult.disabled("needs " + missing);
    }

    private static void record(String testId, List<Need> missing) {
        String file = System.getProperty(FILE_PROPERTY);
        if (file == null) {
            return;
        }
        Path path = Path.of(file).toAbsolutePath();
        try {
            Path folder = path.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            List<String> lines =
                    missing.stream().map(need -> testId + "\t" + need).toList();
            Files.write(path, lines, CREATE, APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
