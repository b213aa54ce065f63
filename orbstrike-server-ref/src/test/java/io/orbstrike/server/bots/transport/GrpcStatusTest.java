package io.orbstrike.server.bots.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.grpc.Status;
import org.junit.jupiter.api.Test;

class GrpcStatusTest {

    @Test
    void shouldReadTheTrailers() {
        Metadata trailers = new Metadata();
        trailers.put(GrpcStatus.CODE, "14");
        trailers.put(GrpcStatus.MESSAGE, "100%25 f%C3%BCll, 5% more");
        Status status = GrpcStatus.of(trailers);
        assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(status.getDescription()).isEqualTo("100% f\u00fcll, 5% more");
    }

    @Test
    void shouldNotTakeALackOfStatusForSuccess() {
        assertThat(GrpcStatus.of(new Metadata()).getCode()).isEqualTo(Status.Code.UNKNOWN);
        assertThat(GrpcStatus.ofHttp("404").getCode()).isEqualTo(Status.Code.UNKNOWN);
        assertThat(GrpcStatus.ofHttp("503").getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(GrpcStatus.ofReset(0).isOk()).isFalse();
        assertThat(GrpcStatus.ofReset(7).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }
}
