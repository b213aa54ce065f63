package io.orbstrike.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class ReservedPortIT {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void shouldAnswerNobodyUntilItIsReleasedAndListenedAt() throws IOException {
        int number;
        try (ReservedPort reserved = ReservedPort.at(LOOPBACK)) {
            number = reserved.number();
            assertThat(number).isPositive();
            assertThatThrownBy(() -> new Socket(LOOPBACK, number).close()).isInstanceOf(IOException.class);
        }
        try (ServerSocket listening = new ServerSocket()) {
            listening.bind(new InetSocketAddress(LOOPBACK, number));
            assertThat(listening.getLocalPort()).isEqualTo(number);
        }
    }
}
