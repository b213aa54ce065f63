package io.orbstrike.grpc.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.orbstrike.board.BoardId;
import io.orbstrike.board.PlayerId;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TicketsTest {

    private static final BoardId BOARD = new BoardId(0x0123456789abcdefL, -2L);
    private static final PlayerId PLAYER = new PlayerId(17);
    private static final RootSecret SECRET = secret(1);

    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final InstantSource clock = () -> now;
    private final Tickets tickets = Tickets.of(List.of(SECRET), clock);

    @Test
    void shouldReadWhatItSigned() {
        String text = tickets.sign(Ticket.of(BOARD, PLAYER));
        assertThat(tickets.check(text)).isEqualTo(new TicketCheck.Accepted(Ticket.of(BOARD, PLAYER)));
        assertThat(text).hasSizeLessThan(256);
    }

    @Test
    void shouldCarryTheClaimsOfTheProtocolAndNothingElse() throws ParseException {
        SignedJWT token = SignedJWT.parse(tickets.sign(Ticket.of(BOARD, PLAYER)));
        assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.HS256);
        assertThat(token.getHeader().getKeyID()).matches("[0-9a-f]{12}");
        assertThat(token.getJWTClaimsSet().getClaims()).containsOnlyKeys("brd", "sub", "iat");
        assertThat(token.getJWTClaimsSet().getStringClaim("brd")).isEqualTo("0123456789abcdeffffffffffffffffe");
        assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo("17");
        assertThat(token.getJWTClaimsSet().getIssueTime()).isEqualTo(now);
    }

    @Test
    void shouldRefuseAndCountWhenThereIsNone() {
        assertRefused(null, TicketRefusal.MISSING);
        assertRefused("", TicketRefusal.MISSING);
        assertThat(tickets.refusedCount(TicketRefusal.MISSING)).isEqualTo(2);
        assertThat(tickets.refusedCount(TicketRefusal.EXPIRED)).isZero();
    }

    @Test
    void shouldRefuseWhenItIsCutShortOrNoTicket() {
        String text = tickets.sign(Ticket.of(BOARD, PLAYER));
        assertRefused(text.substring(0, text.lastIndexOf('.')), TicketRefusal.MALFORMED);
        assertRefused(text.substring(0, text.length() - 5), TicketRefusal.BAD_SIGNATURE);
        assertRefused("hello", TicketRefusal.MALFORMED);
        assertRefused("..", TicketRefusal.MALFORMED);
        assertRefused("x".repeat(100_000), TicketRefusal.MALFORMED);
    }

    @Test
    void shouldRefuseWhenItIsNotSigned() {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .claim("brd", BOARD.toString())
                .subject("17")
                .build();
        assertRefused(new PlainJWT(claims).serialize(), TicketRefusal.MALFORMED);
    }

    @Test
    void shouldRefuseWhenItIsSignedInAnotherWayWithTheRightKey() throws JOSEException, ParseException {
        byte[] key = SECRET.derive("ticket", 64);
        String keyId = SignedJWT.parse(tickets.sign(Ticket.of(BOARD, PLAYER)))
                .getHeader()
                .getKeyID();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS512).keyID(keyId).build(),
                new JWTClaimsSet.Builder()
                        .claim("brd", BOARD.toString())
                        .subject("17")
                        .build());
        token.sign(new MACSigner(key));
        assertRefused(token.serialize(), TicketRefusal.MALFORMED);
    }

    @Test
    void shouldRefuseWhenItIsOfAnotherCluster() {
        String foreign = Tickets.of(List.of(secret(2)), clock).sign(Ticket.of(BOARD, PLAYER));
        assertRefused(foreign, TicketRefusal.UNKNOWN_KEY);
    }

    @Test
    void shouldRefuseWhenAnotherPlayerOrBoardWasWrittenIn() {
        String[] parts = tickets.sign(Ticket.of(BOARD, PLAYER)).split("\\.", -1);
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), java.nio.charset.StandardCharsets.UTF_8);
        for (String forged : List.of(claims.replace("\"17\"", "\"18\""), claims.replace("0123", "3210"))) {
            assertThat(forged).isNotEqualTo(claims);
            String payload = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(forged.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertRefused(parts[0] + "." + payload + "." + parts[2], TicketRefusal.BAD_SIGNATURE);
        }
    }

    @Test
    void shouldRefuseWhenItsTimeIsOver() {
        Ticket ticket = new Ticket(BOARD, PLAYER, Optional.of(now.plusSeconds(60)));
        String text = tickets.sign(ticket);
        assertThat(tickets.check(text)).isEqualTo(new TicketCheck.Accepted(ticket));
        now = now.plusSeconds(59);
        assertThat(tickets.check(text)).isInstanceOf(TicketCheck.Accepted.class);
        now = now.plusSeconds(1);
        assertRefused(text, TicketRefusal.EXPIRED);
    }

    @Test
    void shouldAcceptForEverWhenItHasNoExpiry() {
        String text = tickets.sign(Ticket.of(BOARD, PLAYER));
        now = now.plus(Duration.ofDays(400));
        assertThat(tickets.check(text)).isInstanceOf(TicketCheck.Accepted.class);
    }

    @Test
    void shouldAcceptWhatTheReplacedSecretSignedAndSignWithTheNewOne() {
        String old = tickets.sign(Ticket.of(BOARD, PLAYER));
        Tickets rotated = Tickets.of(List.of(secret(2), SECRET), clock);
        assertThat(rotated.check(old)).isInstanceOf(TicketCheck.Accepted.class);
        assertRefused(rotated.sign(Ticket.of(BOARD, PLAYER)), TicketRefusal.UNKNOWN_KEY);
        assertThat(Tickets.of(List.of(secret(2)), clock).check(rotated.sign(Ticket.of(BOARD, PLAYER))))
                .isInstanceOf(TicketCheck.Accepted.class);
    }

    @Test
    void shouldRefuseSecretsThatAreTooShortAndNeverShowThem() {
        assertThatThrownBy(() -> RootSecret.of(new byte[31]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a root secret of 31 bytes: must be at least 32 bytes");
        assertThat(SECRET).hasToString("RootSecret[hidden]");
        assertThatThrownBy(() -> Tickets.of(List.of(), clock)).isInstanceOf(IllegalArgumentException.class);
    }

    private void assertRefused(@Nullable String text, TicketRefusal why) {
        long before = tickets.refusedCount(why);
        assertThat(tickets.check(text)).isEqualTo(new TicketCheck.Refused(why));
        assertThat(tickets.refusedCount(why)).isEqualTo(before + 1);
    }

    private static RootSecret secret(int fill) {
        byte[] bytes = new byte[40];
        Arrays.fill(bytes, (byte) fill);
        return RootSecret.of(bytes);
    }
}
