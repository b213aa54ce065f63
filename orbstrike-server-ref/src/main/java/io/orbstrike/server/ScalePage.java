package io.orbstrike.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.orbstrike.cluster.scale.ScaleAdvice;
import io.orbstrike.grpc.web.HttpReply;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * How many gameservers there should be, as an autoscaler reads it.
 *
 * <p>Immutable.
 */
final class ScalePage {

    private ScalePage() {}

    static HttpReply reply(ScaleAdvice advice) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("desired", advice.desired());
            json.writeNumberField("live", advice.live());
            json.writeNumberField("boards", advice.boards());
            json.writeNumberField("boardsCapacity", advice.boardsCapacity());
            json.writeNumberField("places", advice.places());
            json.writeNumberField("placesCapacity", advice.placesCapacity());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HttpReply.of(200, "application/json", text + "\n");
    }
}
