package io.orbstrike.grpc.ticket;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.orbstrike.board.BoardId;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.board.PlayerId;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Signs and checks tickets: JSON Web Tokens (RFC 7519) signed with HS256 and a key id. The keys are derived from root
 * secrets under the label {@code ticket}; the first secret signs, all of them check, so that a secret can be replaced
 * without a player losing his stay. Claims: {@code brd} the board, {@code sub} the player, {@code iat}, and {@code exp}
 * where the right ends by itself.
 *
 * <p>Thread-safe. A check takes some microseconds and is made once per stream or call, never per frame. Tickets are
 * never logged.
 */
public final class Tickets {

    private static final String KEY_LABEL = "ticket";
    private static final String KEY_ID_LABEL = "ticket key id";
    private static final int KEY_BYTES = 32;
    private static final int KEY_ID_BYTES = 6;
    private static final int SECRETS_MAX = 8;
    private static final int TICKET_CHARACTERS_MAX = 1024;
    private static final String BOARD_CLAIM = "brd";

    private final Map<String, JWSVerifier> verifiers;
    private final JWSHeader header;
    private final JWSSigner signer;
    private final InstantSource clock;
    private final Map<TicketRefusal, LongAdder> refused = new EnumMap<>(TicketRefusal.class);

    private Tickets(List<RootSecret> secrets, InstantSource clock) throws JOSEException {
        this.clock = clock;
        this.verifiers = new LinkedHashMap<>();
        for (RootSecret secret : secrets) {
            verifiers.put(keyId(secret), new MACVerifier(secret.derive(KEY_LABEL, KEY_BYTES)));
        }
        RootSecret signing = secrets.get(0);
        this.header =
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(keyId(signing)).build();
        this.signer = new MACSigner(signing.derive(KEY_LABEL, KEY_BYTES));
        for (TicketRefusal refusal : TicketRefusal.values()) {
            refused.put(refusal, new LongAdder());
        }
    }

    /**
     * Takes the keys of a cluster.
     *
     * @param secrets 1 to 8; the first signs, all check
     * @param clock tells when a ticket was issued and whether it has expired
     * @return a signer and checker
     * @throws IllegalArgumentException if there is no secret, or more than 8
     */
    public static Tickets of(List<RootSecret> secrets, InstantSource clock) {
        if (secrets.isEmpty() || secrets.size() > SECRETS_MAX) {
            throw new IllegalArgumentException(secrets.size() + " root secrets: must be 1 to " + SECRETS_MAX);
        }
        try {
            return new Tickets(secrets, clock);
        } catch (JOSEException e) {
            throw new IllegalStateException("this JVM has no HMAC-SHA256, which every JVM must have", e);
        }
    }

    /**
     * Signs a ticket.
     *
     * @param ticket what it says
     * @return its text, to be told to the player alone
     */
    public String sign(Ticket ticket) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .claim(BOARD_CLAIM, ticket.board().toString())
                .subject(ticket.player().toString())
                .issueTime(Date.from(clock.instant()));
        ticket.expiresAt().ifPresent(expiry -> claims.expirationTime(Date.from(expiry)));
        SignedJWT token = new SignedJWT(header, claims.build());
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("a ticket could not be signed", e);
        }
        return token.serialize();
    }

    /**
     * Checks a ticket, and counts it if it is refused.
     *
     * @param text what the bearer sent, or null if nothing
     * @return what it says, or why it is refused
     */
    public TicketCheck check(@Nullable String text) {
        TicketCheck check = checked(text);
        if (check instanceof TicketCheck.Refused no) {
            counter(no.refusal()).increment();
        }
        return check;
    }

    /**
     * How many tickets were refused.
     *
     * @param refusal why
     * @return since this object was made
     */
    public long refusedCount(TicketRefusal refusal) {
        return counter(refusal).sum();
    }

    private TicketCheck checked(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return new TicketCheck.Refused(TicketRefusal.MISSING);
        }
        if (text.length() > TICKET_CHARACTERS_MAX) {
            return new TicketCheck.Refused(TicketRefusal.MALFORMED);
        }
        try {
            SignedJWT token = SignedJWT.parse(text);
            if (!JWSAlgorithm.HS256.equals(token.getHeader().getAlgorithm())) {
                return new TicketCheck.Refused(TicketRefusal.MALFORMED);
            }
            JWSVerifier verifier =
                    verifiers.get(String.valueOf(token.getHeader().getKeyID()));
            if (verifier == null) {
                return new TicketCheck.Refused(TicketRefusal.UNKNOWN_KEY);
            }
            if (!token.verify(verifier)) {
                return new TicketCheck.Refused(TicketRefusal.BAD_SIGNATURE);
            }
            return inTime(read(token.getJWTClaimsSet()));
        } catch (ParseException | JOSEException | InvalidValueException | IllegalArgumentException e) {
            return new TicketCheck.Refused(TicketRefusal.MALFORMED);
        }
    }

    private TicketCheck inTime(Ticket ticket) {
        Instant now = clock.instant();
        boolean isOver = ticket.expiresAt().map(expiry -> !now.isBefore(expiry)).orElse(false);
        return isOver ? new TicketCheck.Refused(TicketRefusal.EXPIRED) : new TicketCheck.Accepted(ticket);
    }

    private static Ticket read(JWTClaimsSet claims) throws ParseException {
        BoardId board = BoardId.parse(String.valueOf(claims.getStringClaim(BOARD_CLAIM)));
        PlayerId player = new PlayerId(Long.parseLong(String.valueOf(claims.getSubject())));
        return new Ticket(
                board, player, Optional.ofNullable(claims.getExpirationTime()).map(Date::toInstant));
    }

    private LongAdder counter(TicketRefusal refusal) {
        LongAdder counter = refused.get(refusal);
        if (counter == null) {
            throw new IllegalStateException("no counter for " + refusal);
        }
        return counter;
    }

    private static String keyId(RootSecret secret) {
        return HexFormat.of().formatHex(secret.derive(KEY_ID_LABEL, KEY_ID_BYTES));
    }
}
