package io.orbstrike.grpc.ticket;

import com.nimbusds.jwt.JWTClaimsSet;
import io.orbstrike.board.BoardId;
import io.orbstrike.board.InvalidValueException;
import io.orbstrike.board.PlayerId;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.EnumMap;
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

    private static final String LABEL = "ticket";
    private static final String BOARD_CLAIM = "brd";

    private final SignedTokens tokens;
    private final InstantSource clock;
    private final Map<TicketRefusal, LongAdder> refused = new EnumMap<>(TicketRefusal.class);

    private Tickets(SignedTokens tokens, InstantSource clock) {
        this.tokens = tokens;
        this.clock = clock;
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
        return new Tickets(SignedTokens.of(secrets, LABEL), clock);
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
        return tokens.sign(claims.build());
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
        SignedTokens.Check check = tokens.check(text);
        if (check instanceof SignedTokens.Flawed flawed) {
            return new TicketCheck.Refused(of(flawed.flaw()));
        }
        try {
            return inTime(read(((SignedTokens.Signed) check).claims()));
        } catch (ParseException | InvalidValueException | IllegalArgumentException e) {
            return new TicketCheck.Refused(TicketRefusal.MALFORMED);
        }
    }

    private static TicketRefusal of(SignedTokens.Flaw flaw) {
        return switch (flaw) {
            case MISSING -> TicketRefusal.MISSING;
            case MALFORMED -> TicketRefusal.MALFORMED;
            case UNKNOWN_KEY -> TicketRefusal.UNKNOWN_KEY;
            case BAD_SIGNATURE -> TicketRefusal.BAD_SIGNATURE;
        };
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
}
