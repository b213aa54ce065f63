package io.orbstrike.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.HostAndPort;

class RedisUriTest {

    @Test
    void shouldReadAServerWithItsDatabaseAndWhoLogsIn() {
        RedisUri uri = RedisUri.parse("rediss://me:p%40ss+word@redis.example:7000/3");
        assertThat(uri.kind()).isEqualTo(RedisUri.Kind.STANDALONE);
        assertThat(uri.nodes()).containsExactly(new HostAndPort("redis.example", 7000));
        assertThat(uri.user()).contains("me");
        assertThat(uri.password()).contains("p@ss+word");
        assertThat(uri.database()).isEqualTo(3);
        assertThat(uri.tls()).isTrue();
        assertThat(uri.toString()).doesNotContain("me", "word");
    }

    @Test
    void shouldReadSentinelsAndTheirMaster() {
        RedisUri uri = RedisUri.parse("redis-sentinel://:secret@a:1,b,[::1]:3/orbs?db=2&tls=true");
        assertThat(uri.nodes())
                .containsExactly(new HostAndPort("a", 1), new HostAndPort("b", 26379), new HostAndPort("::1", 3));
        assertThat(uri.masterName()).isEqualTo("orbs");
        assertThat(uri.user()).isEmpty();
        assertThat(uri.database()).isEqualTo(2);
        assertThat(uri.tls()).isTrue();
    }

    @Test
    void shouldReadAClusterWithDefaultPorts() {
        RedisUri uri = RedisUri.parse("redis-cluster://a,b:7001");
        assertThat(uri.kind()).isEqualTo(RedisUri.Kind.CLUSTER);
        assertThat(uri.nodes()).containsExactly(new HostAndPort("a", 6379), new HostAndPort("b", 7001));
        assertThat(uri.tls()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "localhost:6379              | must begin with redis://",
                "http://localhost            | must begin with redis://",
                "redis://                    | must name a host",
                "redis://h:0                 | port '0' must be 1 to 65535",
                "redis://h:99999             | port '99999' must be 1 to 65535",
                "redis://h/x                 | database 'x' must be 0 to 65535",
                "redis://a,b                 | has 2 hosts",
                "redis://user-secret@h       | must be user:password",
                "redis://u:user-secret%zz@h  | must be percent-encoded",
                "redis-cluster://h/1         | no database but 0",
                "redis-sentinel://h          | must end with the master's name",
                "redis-sentinel://h/m?db=-1  | db '-1' must be 0 to 65535",
                "redis-cluster://h?nonsense  | only redis-sentinel takes",
            })
    void shouldRefuseWhatIsNoUriWithOneClearError(String text, String bound) {
        assertThatThrownBy(() -> RedisUri.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(bound)
                .hasMessageNotContaining("user-secret");
    }

    @Test
    void shouldRefuseSettingsOutOfTheirRangeAndNameThem() {
        RedisClusterStoreBuilder builder = RedisClusterStore.builder("redis://h");
        assertThatThrownBy(() -> builder.keyPrefix("{x}").build()).hasMessageContaining("keyPrefix '{x}'");
        assertThatThrownBy(() ->
                        RedisClusterStore.builder("redis://h").ioThreads(0).build())
                .hasMessageContaining("ioThreads 0: must be 1 to 64");
        assertThatThrownBy(() -> RedisClusterStore.builder("redis://h")
                        .timeout(java.time.Duration.ZERO)
                        .build())
                .hasMessageContaining("timeout PT0S");
    }
}
