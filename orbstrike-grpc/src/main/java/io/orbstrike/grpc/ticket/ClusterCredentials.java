package io.orbstrike.grpc.ticket;

import static java.util.Objects.requireNonNull;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Duration;
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
 * Signs and checks what proves that a caller has the cluster's secret: JSON Web Tokens (RFC 7519) signed with HS256 and a
 * key id. The keys are derived from root secrets under the label {@code cluster credential}, so that a ticket is no
 * credential and a credential no ticket; the first secret signs, all of them check. Claims: {@code aud} the service,
 * {@code iat}, and {@code exp}.
 *
 * <p>Thread-safe. A credential is signed for each call anew and never logged. Who can read a connection can use its
 * credentials as long as they hold, so connections that others can read want TLS.
 */
public final class ClusterCredentials {

    /** How long a credential holds: as far as the clocks of two machines may be apart. */
    public static final Duration LIFETIME = Duration.ofSeconds(60);

    private static final String LABEL = "cluster credential";

    private final SignedTokens tokens;
    private final InstantSource clock;
    private final Map<CredentialRefusal, LongAdder> refused = new EnumMap<>(CredentialRefusal.class);

    private ClusterCredentials(SignedTokens tokens, InstantSource clock) {
        this.tokens = tokens;
        this.clock = requireNonNull(clock, "clock");
        for (CredentialRefusal refusal : CredentialRefusal.values()) {
            refused.put(refusal, new LongAdder());
        }
    }

    /**
     * Takes the keys of a cluster.
     *
     * @param secrets 1 to 8; the first signs, all check
     * @param clock tells when a credential was issued and whether it has expired
     * @return a signer and checker
     * @throws IllegalArgumentException if there is no secret, or more than 8
     */
    public static ClusterCredentials of(List<RootSecret> secrets, InstantSource clock) {
        return new ClusterCredentials(SignedTokens.of(secrets, LABEL), clock);
    }

    /**
     * Signs a credential that holds for {@link #LIFETIME}.
     *
     * @param audience the full name of the service that is called
     * @return its text, to be told to that service alone
     */
    public String sign(String audience) {
        return sign(audience, LIFETIME);
    }

    /**
     * Signs a credential.
     *
     * @param audience the full name of the service that is called
     * @param lifetime how long it holds, above zero
     * @return its text, to be told to that service alone
     * @throws IllegalArgumentException if the lifetime is not above zero
     */
    public String sign(String audience, Duration lifetime) {
        if (lifetime.isZero() || lifetime.isNegative()) {
            throw new IllegalArgumentException("lifetime " + lifetime + ": must be above zero");
        }
        Instant now = clock.instant();
        return tokens.sign(new JWTClaimsSet.Builder()
                .audience(audience)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime)))
                .build());
    }

    /**
     * Checks a credential, and counts it if it is refused.
     *
     * @param text what the caller sent, or null if nothing
     * @param audience the full name of the service that was called
     * @return why it is refused, or empty if the caller has the cluster's secret
     */
    public Optional<CredentialRefusal> check(@Nullable String text, String audience) {
        Optional<CredentialRefusal> refusal = refusal(tokens.check(text), audience);
        refusal.ifPresent(why -> counter(why).increment());
        return refusal;
    }

    /**
     * How many credentials were refused.
     *
     * @param refusal why
     * @return since this object was made
     */
    public long refusedCount(CredentialRefusal refusal) {
        return counter(refusal).sum();
    }

    private Optional<CredentialRefusal> refusal(SignedTokens.Check check, String audience) {
        if (check instanceof SignedTokens.Flawed flawed) {
            return Optional.of(of(flawed.flaw()));
        }
        JWTClaimsSet claims = ((SignedTokens.Signed) check).claims();
        Date expiry = claims.getExpirationTime();
        if (expiry == null) {
            return Optional.of(CredentialRefusal.MALFORMED);
        }
        if (!claims.getAudience().contains(audience)) {
            return Optional.of(CredentialRefusal.WRONG_AUDIENCE);
        }
        boolean isOver = !clock.instant().isBefore(expiry.toInstant());
        return isOver ? Optional.of(CredentialRefusal.EXPIRED) : Optional.empty();
    }

    private static CredentialRefusal of(SignedTokens.Flaw flaw) {
        return switch (flaw) {
            case MISSING -> CredentialRefusal.MISSING;
            case MALFORMED -> CredentialRefusal.MALFORMED;
            case UNKNOWN_KEY -> CredentialRefusal.UNKNOWN_KEY;
            case BAD_SIGNATURE -> CredentialRefusal.BAD_SIGNATURE;
        };
    }

    private LongAdder counter(CredentialRefusal refusal) {
        return requireNonNull(refused.get(refusal), "refusal");
    }
}
