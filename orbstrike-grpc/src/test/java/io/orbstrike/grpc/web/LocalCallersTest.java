package io.orbstrike.grpc.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks from this machine for himself. */
class LocalCallersTest {

    private static final InetSocketAddress HERE = address("127.0.0.1");
    private static final InetSocketAddress ELSEWHERE = address("192.0.2.1");

    private static InetSocketAddress address(String literal) {
        return new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(literal), 50_000);
    }

    private static HttpHeaders called(String host) {
        return new DefaultHttpHeaders().set("host", host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8081",
                "LOCALHOST:1",
                "127.0.0.1:8081",
                "127.1.2.3",
                "[::1]:8081",
                "[::1]"
            })
    void shouldKnowTheNamesOfThisMachine(String host) {
        assertThat(LocalCallers.isOne(HERE, called(host))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example:8081",
                "localhost.evil.example",
                "127.0.0.1.evil.example:8081",
                "192.0.2.1:8081",
                "0.0.0.0:8081",
                "[2001:db8::1]:8081",
                "",
                ":8081",
            })
    void shouldTakeOtherNamesForThoseOfStrangersWhoPointHere(String host) {
        assertThat(LocalCallers.isOne(HERE, called(host))).isFalse();
    }

    @Test
    void shouldRefuseOtherMachinesProxiesAndRequestsWithoutOneName() {
        HttpHeaders local = called("localhost:8081");
        assertThat(LocalCallers.isOne(ELSEWHERE, local)).isFalse();
        assertThat(LocalCallers.isOne(null, local)).isFalse();
        assertThat(LocalCallers.isOne(HERE, new DefaultHttpHeaders())).isFalse();
        assertThat(LocalCallers.isOne(HERE, called("localhost").add("host", "localhost")))
                .isFalse();
        assertThat(LocalCallers.isOne(HERE, called("localhost").set("via", "1.1 proxy")))
                .isFalse();
    }
}
