package io.jenkins.plugins.ecsrelease.sandbox.control.sts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;

/**
 * The claims of an OpenID Connect token.
 *
 * @param issuer without its scheme, as IAM names it
 */
record WebToken(String issuer, String audience, String subject, Instant expires) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Null where the text is none. */
    static WebToken parse(String text) {
        String[] parts = text.split("\\.");
        if (parts.length != 3) {
            return null;
        }
        try {
            JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
            JsonNode audience = claims.path("aud").isArray() ? claims.path("aud").path(0) : claims.path("aud");
            if (!claims.path("iss").isTextual() || !audience.isTextual() || !claims.path("sub").isTextual()
                    || !claims.path("exp").isNumber()) {
                return null;
            }
            return new WebToken(claims.get("iss").asText().replaceFirst("^https://", ""), audience.asText(),
                    claims.get("sub").asText(), Instant.ofEpochSecond(claims.get("exp").asLong()));
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }
}
