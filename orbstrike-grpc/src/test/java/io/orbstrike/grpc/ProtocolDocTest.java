package io.orbstrike.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbstrike.grpc.orb.v1.Delta;
import io.orbstrike.grpc.v1.FrameKind;
import io.orbstrike.grpc.v1.Section;
import io.orbstrike.grpc.v1.ServerFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What docs/protocol.md shows is what the messages are. */
class ProtocolDocTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "protocol.md");

    @Test
    void shouldShowBytesThatAreTheFrameItDescribes() throws IOException {
        Matcher block = Pattern.compile("```hex\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(DOCUMENT));
        assertThat(block.find()).isTrue();
        StringBuilder hex = new StringBuilder();
        block.group(1).lines().forEach(line -> {
            Matcher bytes = Pattern.compile("^\\s*((?:[0-9a-f]{2} ?)+)").matcher(line);
            assertThat(bytes.find()).as(line).isTrue();
            hex.append(bytes.group(1).replace(" ", ""));
        });
        ServerFrame shown = ServerFrame.parseFrom(HexFormat.of().parseHex(hex));
        assertThat(shown)
                .isEqualTo(ServerFrame.newBuilder()
                        .setEpoch(1)
                        .setTick(8)
                        .setKind(FrameKind.FRAME_KIND_DELTA)
                        .addSections(Section.newBuilder()
                                .setDelta(Delta.newBuilder()
                                        .addMotions(3 << 5 | 1)
                                        .build()
                                        .toByteString()))
                        .setAcknowledgedInput(5)
                        .build());
    }

    @ParameterizedTest
    @EnumSource(ErrorReason.class)
    void shouldListEveryReasonWithItsCode(ErrorReason reason) throws IOException {
        assertThat(Files.readString(DOCUMENT)).contains("| " + reason.code() + " | " + reason.name() + " | ");
    }
}
