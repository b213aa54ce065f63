package io.orbstrike.grpc.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClusterCredentialsTest {

    private static final String ADMIN = "orbstrike.v1.Admin";
    private static final RootSecret SECRET = secret(1);

    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final InstantSource clock = () -> now;
    private final ClusterCredentials credentials = ClusterCredentials.of(List.of(SECRET), clock);

    @Test
    void shouldAcceptWhatSomebodyWithTheSecretSigned() {
        String text = ClusterCredentials.of(List.of(secret(1)), clock).sign(ADMIN);
        assertThat(credentials.check(text, ADMIN)).isEmpty();
        for (CredentialRefusal refusal : CredentialRefusal.values()) {
            assertThat(credentials.refusedCount(refusal)).isZero();
        }
    }

    @Test
    void shouldCarryTheClaimsOfTheProtocolAndNothingElse() throws ParseException {
        SignedJWT token = SignedJWT.parse(credentials.sign(ADMIN));
        assertThat(token.getJWTClaimsSet().getClaims()).containsOnlyKeys("aud", "iat", "exp");
        assertThat(token.getJWTClaimsSet().getAudience()).containsExactly(ADMIN);
        assertThat(token.getJWTClaimsSet().getIssueTime()).isEqualTo(now);
        assertThat(token.getJWTClaimsSet().getExpirationTime()).isEqualTo(now.plusSeconds(60));
    }

    @Test
    void shouldRefuseWhenItsTimeIsOver() {
        String text = credentials.sign(ADMIN);
        now = now.plusSeconds(59);
        assertThat(credentials.check(text, ADMIN)).isEmpty();
        now = now.plusSeconds(1);
        assertRefused(text, CredentialRefusal.EXPIRED);
    }

    @Test
    void shouldRefuseWhatHoldsForEver() {
        String text = SignedTokens.of(List.of(SECRET), "cluster credential")
                .sign(new JWTClaimsSet.Builder().audience(ADMIN).build());
        assertRefused(text, CredentialRefusal.MALFORMED);
    }

    @Test
    void shouldRefuseWhatIsForAnotherService() {
        assertRefused(credentials.sign("orbstrike.v1.Gameserver"), CredentialRefusal.WRONG_AUDIENCE);
    }

    @Test
    void shouldRefuseWhatAnotherClusterSigned() {
        assertRefused(ClusterCredentials.of(List.of(secret(2)), clock).sign(ADMIN), CredentialRefusal.UNKNOWN_KEY);
    }

    @Test
    void shouldRefuseWhatIsNoneOrForgedOrNotSigned() {
        assertRefused(null, CredentialRefusal.MISSING);
        assertRefused("", CredentialRefusal.MISSING);
        assertRefused("hello", CredentialRefusal.MALFORMED);
        assertRefused("x".repeat(100_000), CredentialRefusal.MALFORMED);
        String text = credentials.sign(ADMIN);
        assertRefused(text.substring(0, text.length() - 5), CredentialRefusal.BAD_SIGNATURE);
        String[] parts = text.split("\\.", -1);
        String later = "{\"aud\":\"" + ADMIN + "\",\"exp\":" + Long.MAX_VALUE / 1_000_000 + "}";
        String forged = Base64.getUrlEncoder().withoutPadding().encodeToString(later.getBytes(StandardCharsets.UTF_8));
        assertRefused(parts[0] + "." + forged + "." + parts[2], CredentialRefusal.BAD_SIGNATURE);
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .audience(ADMIN)
                .expirationTime(Date.from(now.plusSeconds(60)))
                .build();
        assertRefused(new PlainJWT(claims).serialize(), CredentialRefusal.MALFORMED);
    }

    @Test
    void shouldTakeNoTicketForACredentialAndNoCredentialForATicket() {
        Tickets tickets = Tickets.of(List.of(SECRET), clock);
        String ticket = tickets.sign(Ticket.of(new BoardId(1, 2), new PlayerId(3)));
        assertRefused(ticket, CredentialRefusal.UNKNOWN_KEY);
        assertThat(tickets.check(credentials.sign(ADMIN)))
                .isEqualTo(new TicketCheck.Refused(TicketRefusal.UNKNOWN_KEY));
    }

    @Test
    void shouldAcceptWhatTheReplacedSecretSigned() {
        ClusterCredentials rotated = ClusterCredentials.of(List.of(secret(2), SECRET), clock);
        assertThat(rotated.check(credentials.sign(ADMIN), ADMIN)).isEmpty();
        assertRefused(rotated.sign(ADMIN), CredentialRefusal.UNKNOWN_KEY);
        assertThatThrownBy(() -> ClusterCredentials.of(List.of(), clock)).isInstanceOf(IllegalArgumentException.class);
    }

    private void assertRefused(@Nullable String text, CredentialRefusal why) {
        long before = credentials.refusedCount(why);
        assertThat(credentials.check(text, ADMIN)).contains(why);
        assertThat(credentials.refusedCount(why)).isEqualTo(before + 1);
    }

    private static RootSecret secret(int fill) {
        byte[] bytes = new byte[40];
        Arrays.fill(bytes, (byte) fill);
        return RootSecret.of(bytes);
    }
}
