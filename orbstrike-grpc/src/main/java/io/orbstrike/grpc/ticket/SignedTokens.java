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
import java.text.ParseException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON Web Tokens (RFC 7519) of one kind, signed with HS256 and a key id. The keys are derived from root secrets under the
 * kind's label, so a token of one kind is none of another; the first secret signs, all of them check.
 *
 * <p>Thread-safe.
 */
final class SignedTokens {

    private static final String KEY_ID_SUFFIX = " key id";
    private static final int KEY_BYTES = 32;
    private static final int KEY_ID_BYTES = 6;
    private static final int SECRETS_MAX = 8;
    private static final int CHARACTERS_MAX = 1024;

    private final Map<String, JWSVerifier> verifiers = new LinkedHashMap<>();
    private final JWSHeader header;
    private final JWSSigner signer;

    private SignedTokens(List<RootSecret> secrets, String label) throws JOSEException {
        for (RootSecret secret : secrets) {
            verifiers.put(keyId(secret, label), new MACVerifier(secret.derive(label, KEY_BYTES)));
        }
        RootSecret signing = secrets.get(0);
        header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .keyID(keyId(signing, label))
                .build();
        signer = new MACSigner(signing.derive(label, KEY_BYTES));
    }

    /** What is wrong with a text. */
    enum Flaw {
        MISSING,
        MALFORMED,
        UNKNOWN_KEY,
        BAD_SIGNATURE
    }

    /** What came of checking a text. */
    sealed interface Check permits Signed, Flawed {}

    /** The claims are those that somebody with a secret of this cluster signed. */
    record Signed(JWTClaimsSet claims) implements Check {}

    /** They are not. */
    record Flawed(Flaw flaw) implements Check {}

    /**
     * Derives the keys.
     *
     * @throws IllegalArgumentException if there is no secret, or more than 8
     */
    static SignedTokens of(List<RootSecret> secrets, String label) {
        if (secrets.isEmpty() || secrets.size() > SECRETS_MAX) {
            throw new IllegalArgumentException(secrets.size() + " root secrets: must be 1 to " + SECRETS_MAX);
        }
        try {
            return new SignedTokens(secrets, label);
        } catch (JOSEException e) {
            throw new IllegalStateException("this JVM has no HMAC-SHA256, which every JVM must have", e);
        }
    }

    String sign(JWTClaimsSet claims) {
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("a token could not be signed", e);
        }
        return token.serialize();
    }

    /** Checks all but what the claims say. */
    Check check(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return new Flawed(Flaw.MISSING);
        }
        if (text.length() > CHARACTERS_MAX) {
            return new Flawed(Flaw.MALFORMED);
        }
        try {
            SignedJWT token = SignedJWT.parse(text);
            if (!JWSAlgorithm.HS256.equals(token.getHeader().getAlgorithm())) {
                return new Flawed(Flaw.MALFORMED);
            }
            JWSVerifier verifier =
                    verifiers.get(String.valueOf(token.getHeader().getKeyID()));
            if (verifier == null) {
                return new Flawed(Flaw.UNKNOWN_KEY);
            }
            return token.verify(verifier) ? new Signed(token.getJWTClaimsSet()) : new Flawed(Flaw.BAD_SIGNATURE);
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return new Flawed(Flaw.MALFORMED);
        }
    }

    private static String keyId(RootSecret secret, String label) {
        return HexFormat.of().formatHex(secret.derive(label + KEY_ID_SUFFIX, KEY_ID_BYTES));
    }
}
