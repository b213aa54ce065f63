package io.orbstrike.grpc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.board.MalformedBytesException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailureTest {

    @Test
    void shouldCarryReasonAndRetryInfo() throws InvalidProtocolBufferException {
        StatusRuntimeException thrown = Failure.retryable(
                        ErrorReason.QUOTA_SPENT, "3 boards a day", Duration.ofMillis(1_500))
                .toException();
        assertThat(thrown.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(thrown.getStatus().getDescription()).isEqualTo("3 boards a day");
        com.google.rpc.Status details = requireNonNull(StatusProto.fromThrowable(thrown));
        ErrorInfo info = details.getDetails(0).unpack(ErrorInfo.class);
        assertThat(info.getReason()).isEqualTo("QUOTA_SPENT");
        assertThat(info.getDomain()).isEqualTo("orbstrike.io");
        RetryInfo retry = details.getDetails(1).unpack(RetryInfo.class);
        assertThat(retry.getRetryDelay().getSeconds()).isEqualTo(1);
        assertThat(retry.getRetryDelay().getNanos()).isEqualTo(500_000_000);
        assertThat(details.getDetailsCount()).isEqualTo(2);
    }

    @Test
    void shouldNameFieldValueAndBound() throws InvalidProtocolBufferException {
        StatusRuntimeException thrown = Failure.of(new InvalidValueException("speed", "9000", "1 to 5,000 units/s"))
                .toException();
        assertThat(thrown.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(thrown.getStatus().getDescription()).isEqualTo("speed 9000: must be 1 to 5,000 units/s");
        BadRequest bad =
                requireNonNull(StatusProto.fromThrowable(thrown)).getDetails(1).unpack(BadRequest.class);
        assertThat(bad.getFieldViolations(0).getField()).isEqualTo("speed");
        assertThat(bad.getFieldViolations(0).getDescription()).isEqualTo("speed 9000: must be 1 to 5,000 units/s");
    }

    @Test
    void shouldNameTheFieldOfMalformedBytes() {
        StatusRuntimeException thrown = Failure.of("rules", new MalformedBytesException(3, "a varint cut short"))
                .toException();
        assertThat(thrown.getStatus().getDescription()).isEqualTo("rules at byte 3: a varint cut short");
        assertThat(thrown.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void shouldShortenWhatWouldNotFitIntoTrailers() {
        String message =
                Failure.of(ErrorReason.JOIN_REFUSED, "no ".repeat(10_000)).message();
        assertThat(message).hasSizeLessThan(600).endsWith("...");
    }
}
