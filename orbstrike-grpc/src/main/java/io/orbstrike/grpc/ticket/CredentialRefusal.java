package io.orbstrike.grpc.ticket;

/** Why a credential was refused. */
public enum CredentialRefusal {
    /** There was none. */
    MISSING(
            "no credential: sign one with the cluster's secret, and send metadata \"authorization: Bearer CREDENTIAL\""),
    /** It is no credential, or cut short, or not signed with HS256. */
    MALFORMED("not a credential"),
    /** Its key id is none that this cluster has. */
    UNKNOWN_KEY("a credential that was signed with the secret of another cluster"),
    /** Its signature is not that of its content. */
    BAD_SIGNATURE("a credential with a wrong signature"),
    /** It is for another service. */
    WRONG_AUDIENCE("a credential for another service"),
    /** Its time is over. */
    EXPIRED("a credential that has expired: sign another, and see that both clocks are right");

    private final String message;

    CredentialRefusal(String message) {
        this.message = message;
    }

    /**
     * What the bearer is told.
     *
     * @return a sentence that names no part of the credential
     */
    public String message() {
        return message;
    }
}
