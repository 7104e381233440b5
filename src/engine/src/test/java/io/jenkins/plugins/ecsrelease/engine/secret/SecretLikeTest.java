package io.jenkins.plugins.ecsrelease.engine.secret;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.Map;
import org.junit.Test;

public class SecretLikeTest {

    @Test
    public void namesShapesAndRandomnessAreTold() {
        Map<String[], String> secrets = Map.of(
                new String[] {"DB_PASSWORD", "hunter2"}, "is named like a secret",
                new String[] {"STRIPE_API_KEY", "abc-def"}, "is named like a secret",
                new String[] {"KEY", "AKIAIOSFODNN7EXAMPLE"}, "is an AWS access key",
                new String[] {"DATABASE_URL", "postgresql://shop:hunter2@db/shop"}, "is an address with a password in it",
                new String[] {"CERT", "x\n-----BEGIN RSA PRIVATE KEY-----\nMII"}, "holds a private key",
                new String[] {"GH", "ghp_0123456789abcdefghijABCDEFGHIJ012345"}, "is a token of GitHub",
                new String[] {"SESSION", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0abc.c2lnbmF0dXJl"}, "is a signed token (JWT)",
                new String[] {"SALT", "q8Zr2Lw9Xc4Vb7Nm1Kj6Hg3F+d/5sA0pTyUeRiO="}, "is as random as a key",
                new String[] {"COOKIE", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b"}, "is as random as a key");
        secrets.forEach((pair, why) -> assertEquals(pair[0], why, SecretLike.why(pair[0], pair[1]).orElse("not noticed")));
    }

    @Test
    public void ordinaryVariablesAreLeftInPeace() {
        Map<String, String> ordinary = Map.ofEntries(
                Map.entry("LOG_LEVEL", "info"), Map.entry("GIT_COMMIT", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b"),
                Map.entry("IMAGE_DIGEST", "sha256:" + "ab12".repeat(16)), Map.entry("DB_PASSWORD_FILE", "/run/secrets/db"),
                Map.entry("SECRET_ARN", "arn:aws:secretsmanager:eu-central-1:111122223333:secret:x"),
                Map.entry("TOKEN_TTL", "3600"), Map.entry("USE_TOKEN", "true"), Map.entry("TENANT", "7d444840-9dc0-11d1-b245-5ffdce74fad2"),
                Map.entry("BASE_URL", "https://shop.example.com/a/very/long/path/with/Mixed/Case/123"),
                Map.entry("JAVA_OPTS", "-Xmx512m -XX:+UseSerialGC"), Map.entry("FEATURES", "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p"),
                Map.entry("PASSWORD", ""), Map.entry("SERVICE_DISCOVERY_NAMESPACE", "shop-production-internal-services"));
        ordinary.forEach((name, value) -> assertFalse(name, SecretLike.why(name, value).isPresent()));
    }

    @Test
    public void whatIsSaidNeverHoldsTheValue() {
        assertTrue(SecretLike.why("PASSWORD", "swordfish").isPresent());
        assertFalse(SecretLike.why("PASSWORD", "swordfish").get().contains("swordfish"));
    }

    @Test
    public void aHugeValueIsJudgedAtOnce() {
        assertFalse(SecretLike.why("BLOB", "a://b:".repeat(100_000)).isPresent());
        assertFalse(SecretLike.why("BLOB", "a:/".repeat(20_000)).isPresent());
    }
}
