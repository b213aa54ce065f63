package io.orbstrike.server.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.orbstrike.grpc.ticket.RootSecret;
import io.orbstrike.server.config.CommonOptions;
import io.orbstrike.server.config.SecretSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * A command that asks a cluster for something and shows what came of it, as lines or as JSON.
 *
 * <p>Confined to the main thread.
 */
abstract sealed class AdminRequest implements Callable<Integer>
        permits AdminReport, DrainCommand, MoveCommand, ReleaseCommand {

    private final Map<String, String> environment;
    private final Consumer<CommonOptions> beforeStart;
    private final Paint paint = Paint.automatic();

    @Mixin
    private final AdminOptions options = new AdminOptions();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    AdminRequest(Map<String, String> environment, Consumer<CommonOptions> beforeStart) {
        this.environment = environment;
        this.beforeStart = beforeStart;
    }

    /** Writes the answer as one JSON object. */
    abstract void writeJson(AdminConnection cluster, JsonGenerator json) throws IOException;

    /** Writes the answer as lines for people. */
    abstract void writeTable(AdminConnection cluster, PrintWriter out);

    @Override
    public final Integer call() {
        beforeStart.accept(common);
        byte[] secret = SecretSource.ROOT.require(environment, options.secretFile(), "this command");
        try (AdminConnection cluster = AdminConnection.open(options.target(), RootSecret.of(secret))) {
            show(cluster, spec.commandLine().getOut());
        }
        return 0;
    }

    /** Shows the answer. */
    void show(AdminConnection cluster, PrintWriter out) {
        out.print(answer(cluster));
        out.flush();
    }

    /** The whole answer, so that who reads it never has a part of one. */
    final String answer(AdminConnection cluster) {
        StringWriter answer = new StringWriter();
        try (PrintWriter lines = new PrintWriter(answer)) {
            if (options.json()) {
                writeJson(cluster, lines);
            } else {
                writeTable(cluster, lines);
            }
        }
        return answer.toString();
    }

    final boolean isJson() {
        return options.json();
    }

    final Paint paint() {
        return paint;
    }

    private void writeJson(AdminConnection cluster, PrintWriter out) {
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.writeStartObject();
            writeJson(cluster, json);
            json.writeEndObject();
            json.writeRaw(System.lineSeparator());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
