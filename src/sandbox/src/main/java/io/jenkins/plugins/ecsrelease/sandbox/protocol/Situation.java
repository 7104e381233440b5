package io.jenkins.plugins.ecsrelease.sandbox.protocol;

/**
 * What every service refuses alike, with the code that each protocol has for it.
 * See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/CommonErrors.html and the same page of the query services.
 */
enum Situation {
    UNSIGNED(403, "MissingAuthenticationTokenException", 403, "MissingAuthenticationToken",
            "Request is missing Authentication Token"),
    UNKNOWN_KEY(400, "UnrecognizedClientException", 403, "InvalidClientTokenId",
            "The security token included in the request is invalid."),
    MALFORMED_SIGNATURE(400, "IncompleteSignatureException", 400, "IncompleteSignature",
            "The request signature does not conform to AWS standards."),
    BAD_SIGNATURE(403, "InvalidSignatureException", 403, "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key"
                    + " and signing method. Consult the service documentation for details."),
    EXPIRED_TOKEN(400, "ExpiredTokenException", 403, "ExpiredToken",
            "The security token included in the request is expired"),
    UNKNOWN_OPERATION(400, "UnknownOperationException", 400, "InvalidAction", ""),
    MALFORMED(400, "SerializationException", 400, "MalformedInput", ""),
    DENIED(400, "AccessDeniedException", 403, "AccessDenied", ""),
    THROTTLED(400, "ThrottlingException", 400, "Throttling", "Rate exceeded"),
    INTERNAL(500, "InternalFailure", 500, "InternalFailure",
            "The request processing has failed because of an unknown error, exception or failure."),
    /** A bug of a handler: a code that no client retries. */
    BROKEN(400, "SandboxBroken", 400, "SandboxBroken", "");

    private final Failure json;
    private final Failure query;

    Situation(int jsonStatus, String jsonCode, int queryStatus, String queryCode, String message) {
        json = new Failure(jsonStatus, jsonCode, message);
        query = new Failure(queryStatus, queryCode, message);
    }

    Failure in(Wire.Family family) {
        if (family == Wire.Family.EC2) {
            switch (this) {
                case UNKNOWN_KEY:
                case BAD_SIGNATURE:
                    return new Failure(401, "AuthFailure",
                            "AWS was not able to validate the provided access credentials");
                case EXPIRED_TOKEN:
                    return new Failure(400, "RequestExpired", "Request has expired.");
                case DENIED:
                    return new Failure(403, "UnauthorizedOperation", query.message());
                case THROTTLED:
                    return new Failure(503, "RequestLimitExceeded", "Request limit exceeded.");
                default:
                    return query;
            }
        }
        return family == Wire.Family.JSON ? json : query;
    }

    Failure in(Wire.Family family, String message) {
        Failure failure = in(family);
        return new Failure(failure.status(), failure.code(), message);
    }
}
