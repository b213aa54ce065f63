package io.orbstrike.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orbstrike.store.BoardRecord;
import io.orbstrike.store.BoardStore;
import io.orbstrike.store.NotApplied;
import io.orbstrike.store.RosterStore;
import io.orbstrike.store.SnapshotStore;
import io.orbstrike.store.StoreHints;
import io.orbstrike.testkit.needs.Need;
import io.orbstrike.testkit.needs.Needs;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** A Redis that is reached over TLS: whom a store trusts, and whom the server does. */
@Needs(Need.REDIS_WITH_TLS)
class TlsIT {

    private static final String PASSWORD = "a-secret-nobody-may-read";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String MACHINE = "ip:" + RedisProcess.HOST;

    @TempDir
    static Path folder;

    private static TestCertificate ofServer;
    private static TestCertificate ofClient;

    @BeforeAll
    static void generate() throws IOException, InterruptedException, GeneralSecurityException {
        ofServer = TestCertificate.generate(folder, "server", MACHINE);
        ofClient = TestCertificate.generate(folder, "client", MACHINE);
    }

    @Test
    void shouldKeepBoardsAndHearHintsOfAServerThatIsTrusted() throws GeneralSecurityException {
        int port = RedisProcess.freePort();
        try (RedisProcess server = started(port, ofServer, "no");
                RedisClusterStore store = store(port, ofServer.trusted(null))) {
            shouldServe(store);
            shouldHearHints(store);
            assertThat(server.ask(Jedis::dbSize)).isPositive();
        }
    }

    @Test
    void shouldFollowTheMasterThatSentinelsNameOverTls() throws GeneralSecurityException {
        try (RedisServers servers = SentinelServers.start(RedisForm.overTls(ofServer));
                RedisClusterStore store = store(servers, ofServer.trusted(null))) {
            shouldServe(store);
            shouldHearHints(store);
            servers.masters().get(0).kill();
            StoreUser user = new StoreUser(store);
            await().atMost(PATIENCE).until(() -> user.create(user.spec()) instanceof BoardStore.Created);
            shouldServe(store);
        }
    }

    @Test
    void shouldReachAllNodesOfAClusterOverTls() throws GeneralSecurityException {
        try (RedisServers servers = ClusterServers.start(RedisForm.overTls(ofServer));
                RedisClusterStore store = store(servers, ofServer.trusted(null))) {
            await().untilAsserted(() -> {
                shouldServe(store);
                assertThat(servers.masters())
                        .hasSize(3)
                        .allSatisfy(
                                master -> assertThat(master.ask(Jedis::dbSize)).isPositive());
            });
            shouldHearHints(store);
        }
    }

    @Test
    void shouldShowItsCertificateToAServerThatAsksForOne() throws GeneralSecurityException {
        int port = RedisProcess.freePort();
        try (RedisProcess server = started(port, ofServer, "yes");
                RedisClusterStore store = store(port, ofServer.trusted(ofClient))) {
            shouldServe(store);
            assertThat(server.ask(Jedis::dbSize)).isPositive();
        }
    }

    @Test
    void shouldSayThatTheServerAsksForACertificate() throws GeneralSecurityException {
        int port = RedisProcess.freePort();
        try (RedisProcess server = started(port, ofServer, "yes")) {
            shouldNotApply(port, ofServer.trusted(null), "certificate_required", "may ask for a certificate");
            assertThat(server.ask(Jedis::dbSize)).isZero();
        }
    }

    @Test
    void shouldSayThatTheServerDoesNotTrustTheCertificate() throws GeneralSecurityException {
        int port = RedisProcess.freePort();
        try (RedisProcess server = started(port, ofServer, "yes")) {
            shouldNotApply(port, ofServer.trusted(ofServer), "Received fatal alert", "not trust the one");
            assertThat(server.ask(Jedis::dbSize)).isZero();
        }
    }

    @Test
    void shouldSayThatTheServerIsNotTrusted() throws GeneralSecurityException {
        int port = RedisProcess.freePort();
        try (RedisProcess server = started(port, ofServer, "no")) {
            shouldNotApply(port, ofClient.trusted(null), "unable to find valid certification path");
            assertThat(server.ask(Jedis::dbSize)).isZero();
        }
    }

    @Test
    void shouldSayThatTheCertificateIsOfAnotherMachine()
            throws IOException, InterruptedException, GeneralSecurityException {
        TestCertificate ofAnother = TestCertificate.generate(folder, "another", "dns:another.invalid");
        int port = RedisProcess.freePort();
        try (RedisProcess server = started(port, ofAnother, "no")) {
            shouldNotApply(port, ofAnother.trusted(null), "No subject alternative names matching");
            assertThat(server.ask(Jedis::dbSize)).isZero();
        }
    }

    private static void shouldServe(RedisClusterStore store) {
        StoreUser user = new StoreUser(store);
        BoardRecord board = user.created();
        assertThat(user.join(board, user.key())).isInstanceOf(RosterStore.Joined.class);
        assertThat(user.save(board, 3)).isInstanceOf(SnapshotStore.Saved.class);
        assertThat(user.loaded(board).snapshot().orElseThrow().tick()).isEqualTo(3);
    }

    private static void shouldHearHints(RedisClusterStore store) {
        Queue<StoreHints.Hint> heard = new ConcurrentLinkedQueue<>();
        StoreHints.Hint hint = new StoreHints.LeaderChanged(4);
        StoreHints.Subscription unused = store.hints().subscribe(new StoreHints.Listener() {
            @Override
            public void onHint(StoreHints.Hint received) {
                heard.add(received);
            }

            @Override
            public void onGap() {
                store.hints().publish(hint);
            }
        });
        await().until(() -> heard.contains(hint));
    }

    private static void shouldNotApply(int port, SSLContext context, String... reasons) {
        try (RedisClusterStore store = store(port, context)) {
            StoreUser user = new StoreUser(store);
            BoardStore.CreateOutcome outcome = user.create(user.spec());
            assertThat(outcome).isInstanceOf(NotApplied.class);
            assertThat(((NotApplied) outcome).cause().getMessage())
                    .contains(RedisProcess.HOST + ":" + port)
                    .containsAnyOf(reasons)
                    .doesNotContain("\n", PASSWORD);
        }
    }

    /** A server that is reached by a port for TLS, and by its own without. */
    private static RedisProcess started(int tlsPort, TestCertificate shown, String asksClients) {
        return RedisProcess.start(
                "requirepass " + PASSWORD,
                "tls-port " + tlsPort,
                "tls-cert-file " + shown.certificateFile(),
                "tls-key-file " + shown.keyFile(),
                "tls-ca-cert-file " + ofClient.certificateFile(),
                "tls-auth-clients " + asksClients);
    }

    private static RedisClusterStore store(RedisServers servers, SSLContext context) {
        return RedisClusterStore.builder(servers.uri()).sslContext(context).build();
    }

    private static RedisClusterStore store(int port, SSLContext context) {
        return RedisClusterStore.builder("rediss://:" + PASSWORD + "@" + RedisProcess.HOST + ":" + port)
                .sslContext(context)
                .build();
    }
}
