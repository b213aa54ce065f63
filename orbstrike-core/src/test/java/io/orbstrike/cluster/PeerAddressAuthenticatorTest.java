package io.orbstrike.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerAddressAuthenticatorTest {

    private static final PeerAddressAuthenticator BEHIND =
            PeerAddressAuthenticator.behind(List.of("10.0.0.0/8", " fd00::/8", "192.0.2.7"));

    @Test
    void shouldTellCallersByTheAddressOfTheConnectionAndBelieveNoHeader() {
        assertThat(nameOf(PeerAddressAuthenticator.create(), "203.0.113.9", "198.51.100.1"))
                .isEqualTo("203.0.113.9");
    }

    @Test
    void shouldNameWhoeverConnectsButATrustedProxy() throws UnknownHostException {
        assertThat(BEHIND.nameOfPeer(InetAddress.getByName("203.0.113.9"))).contains("203.0.113.9");
        assertThat(BEHIND.nameOfPeer(InetAddress.getByName("2001:db8:1:2::9"))).contains("2001:db8:1:2:0:0:0:0/64");
        assertThat(BEHIND.nameOfPeer(InetAddress.getByName("10.0.0.1"))).isEmpty();
    }

    @Test
    void shouldBelieveNoHeaderOfAPeerThatIsNoTrustedProxy() {
        assertThat(nameOf(BEHIND, "203.0.113.9", "198.51.100.1")).isEqualTo("203.0.113.9");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "198.51.100.1                     | 198.51.100.1",
                "1.1.1.1, 198.51.100.1            | 198.51.100.1",
                "1.1.1.1, 198.51.100.1, 10.9.9.9  | 198.51.100.1",
                "198.51.100.1, 10.1.1.1, fd12::1  | 198.51.100.1",
                "198.51.100.1:5555, 10.1.1.1:80   | 198.51.100.1",
                "[2001:db8:1:2::9]:443            | 2001:db8:1:2:0:0:0:0/64",
                "2001:db8:1:2:3:4:5:6             | 2001:db8:1:2:0:0:0:0/64",
                "::ffff:198.51.100.1              | 198.51.100.1",
                "10.3.3.3, 10.2.2.2               | 10.3.3.3",
                "nonsense                         | 10.0.0.1",
                "nonsense, 10.1.1.1               | 10.1.1.1",
                "198.51.100.1, example.org        | 10.0.0.1",
                "198.51.100.1,                    | 10.0.0.1",
                "198.51.100.256                   | 10.0.0.1",
                "fe80::1%eth0                     | 10.0.0.1",
            })
    void shouldReadTheHeaderFromItsEndAsFarAsItsWritersAreTrusted(String header, String name) {
        assertThat(nameOf(BEHIND, "10.0.0.1", header)).isEqualTo(name);
    }

    @Test
    void shouldReadHeadersThatCameOneAfterAnother() {
        assertThat(nameOf(BEHIND, "10.0.0.1", "1.1.1.1", "198.51.100.1", "10.5.5.5"))
                .isEqualTo("198.51.100.1");
    }

    @Test
    void shouldTellByTheProxyWhereThereIsNoHeader() {
        assertThat(nameOf(BEHIND, "192.0.2.7")).isEqualTo("192.0.2.7");
    }

    @Test
    void shouldReadOnlyTheLastHops() {
        String header = "198.51.100.1" + ", 10.0.0.2".repeat(100_000);
        assertThat(nameOf(BEHIND, "10.0.0.1", header)).isEqualTo("10.0.0.2");
    }

    @Test
    void shouldCountAnIpv6AddressByItsFirst64Bits() {
        PeerAddressAuthenticator plain = PeerAddressAuthenticator.create();
        assertThat(nameOf(plain, "2001:db8::1")).isEqualTo(nameOf(plain, "2001:db8::ffff:1"));
        assertThat(nameOf(plain, "2001:db8::1")).isNotEqualTo(nameOf(plain, "2001:db8:0:1::1"));
    }

    @Test
    void shouldTrustExactlyTheAddressesOfARange() {
        PeerAddressAuthenticator behind = PeerAddressAuthenticator.behind(List.of("172.16.0.0/12"));
        assertThat(nameOf(behind, "172.31.255.255", "198.51.100.1")).isEqualTo("198.51.100.1");
        assertThat(nameOf(behind, "172.32.0.0", "198.51.100.1")).isEqualTo("172.32.0.0");
        assertThat(nameOf(behind, "2001:db8::1", "198.51.100.1")).isEqualTo("2001:db8:0:0:0:0:0:0/64");
        assertThat(nameOf(PeerAddressAuthenticator.behind(List.of("0.0.0.0/0")), "8.8.8.8", "198.51.100.1"))
                .isEqualTo("198.51.100.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "proxy.example", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "::/129", "300.1.1.1"})
    void shouldRefuseAProxyThatIsNoAddress(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PeerAddressAuthenticator.behind(List.of(text)))
                .withMessageContaining("trusted proxy \"" + text + "\": must be");
    }

    private static String nameOf(CallerAuthenticator authenticator, String peer, String... forwarded) {
        return authenticator
                .creatorOf(new FixedCaller(peer, List.of(forwarded)))
                .name();
    }

    private record FixedCaller(String address, List<String> forwarded) implements Caller {

        @Override
        public InetSocketAddress peer() {
            try {
                return new InetSocketAddress(InetAddress.getByName(address), 4711);
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(address, e);
            }
        }

        @Override
        public List<String> header(String name) {
            return Objects.equals(name, "x-forwarded-for") ? forwarded : List.of();
        }
    }
}
