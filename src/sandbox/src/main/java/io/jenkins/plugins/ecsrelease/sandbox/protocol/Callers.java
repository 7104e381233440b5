package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;

/** Finds out who calls: every call is signed, but for the two that exchange a foreign identity for keys. */
final class Callers {

    /**
     * @param service the signing name
     * @param key of nobody for a call that needs no signature
     */
    record Caller(AccessKeys.Key key, String service, String region) {}

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final Set<String> UNSIGNED = Set.of("AssumeRoleWithWebIdentity", "AssumeRoleWithSAML");

    private final AccessKeys keys;

    Callers(AccessKeys keys) {
        this.keys = keys;
    }

    /** @throws Stranger if the call is not signed with a key that is valid */
    Caller of(Asked asked) {
        String authorization = asked.header("authorization");
        if (authorization.isEmpty()) {
            if (isUnsigned(asked)) {
                return new Caller(nobody(), "sts", "us-east-1");
            }
            throw new Stranger(Situation.UNSIGNED, "", "");
        }
        Signature signature = Signature.parse(authorization);
        if (signature == null) {
            throw new Stranger(Situation.MALFORMED_SIGNATURE, "", "");
        }
        String service = signature.service();
        AccessKeys.Key key = keys.find(signature.keyId())
                .filter(found -> found.token().equals(asked.header("x-amz-security-token")))
                .orElseThrow(() -> new Stranger(Situation.UNKNOWN_KEY, service, ""));
        if (!signature.fits(asked, key.secret())) {
            throw new Stranger(Situation.BAD_SIGNATURE, service, "");
        }
        String stale = stale(signature, asked.header("x-amz-date"));
        if (!stale.isEmpty()) {
            throw new Stranger(Situation.BAD_SIGNATURE, service, stale);
        }
        if (key.expires() != null && !Instant.now().isBefore(key.expires())) {
            throw new Stranger(Situation.EXPIRED_TOKEN, service, "");
        }
        return new Caller(key, service, signature.region());
    }

    private static boolean isUnsigned(Asked asked) {
        if (!asked.header("content-type").contains("x-www-form-urlencoded")) {
            return false;
        }
        return UNSIGNED.contains(Parameters.parse(new String(asked.body(), StandardCharsets.UTF_8)).text("Action"));
    }

    private static AccessKeys.Key nobody() {
        return new AccessKeys.Key("", "", "", World.ACCOUNT, "anonymous", "", "anonymous", "", Map.of(), null);
    }

    /** Why the signature's date is not accepted; empty if it is. */
    private static String stale(Signature signature, String text) {
        Instant signed;
        try {
            signed = LocalDateTime.parse(text, DATE).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return "Date must be in ISO-8601 'basic format'. Got '" + text + "'.";
        }
        if (!text.startsWith(signature.date())) {
            return "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '"
                    + signature.date() + "' != '" + text + "'.";
        }
        Instant now = Instant.now();
        if (Duration.between(signed, now).abs().compareTo(SKEW) <= 0) {
            return "";
        }
        boolean early = signed.isAfter(now);
        Instant limit = early ? now.plus(SKEW) : now.minus(SKEW);
        return "Signature " + (early ? "not yet current: " : "expired: ") + text + " is " + (early ? "still later" : "now earlier")
                + " than " + basic(limit) + " (" + basic(now) + (early ? " + " : " - ") + "5 min.)";
    }

    private static String basic(Instant instant) {
        return DATE.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    }

    /** The call is refused before it is read. */
    static final class Stranger extends RuntimeException {

        private final Situation situation;
        private final String service;

        Stranger(Situation situation, String service, String message) {
            super(message, null, false, false);
            this.situation = situation;
            this.service = service;
        }

        Situation situation() {
            return situation;
        }

        String service() {
            return service;
        }

        String message(Wire.Family family) {
            return getMessage().isEmpty() ? situation.in(family).message() : getMessage();
        }
    }
}
