package io.jenkins.plugins.ecsrelease.engine.secret;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether a plain variable looks like a secret, by its name, by the shape of its value, or by how random it is. A guess,
 * good for a warning and for masking; what it says never holds the value.
 */
public final class SecretLike {

    private static final Pattern NAME = Pattern.compile(
            "(?i).*(passw|passphrase|secret|token|credential|api_?key|access_?key|private_?key|signing_?key|encryption_?key|(^|_)(pwd|dsn)$).*");
    /** Names that say where or how a secret is, and not what. */
    private static final Pattern ABOUT = Pattern.compile(
            "(?i).*_(file|path|dir|arn|name|id|ttl|expiry|expires|seconds|minutes|length|size|enabled|required|header|issuer|audience|url|uri|endpoint|type|algorithm|region)$");
    /** Names of what is random and no secret: digests, commits, ids. */
    private static final Pattern RANDOM = Pattern.compile("(?i).*(sha|digest|commit|revision|version|hash|checksum|build|uuid|public).*");
    private static final Pattern REFERENCE = Pattern.compile("arn:.*|\\$\\{.*}|/[A-Za-z0-9_./-]*|https?://[^@]*");
    private static final Pattern WORD = Pattern.compile("(?i)|true|false|yes|no|none|null|on|off|\\d{1,5}");

    private static final Map<String, Pattern> SHAPES = shapes();

    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{32,}");
    private static final Pattern DENSE = Pattern.compile("[A-Za-z0-9+/=_-]{24,}");
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final double HEX_BITS = 3.2;
    private static final double DENSE_BITS = 4.0;

    private SecretLike() {}

    private static Map<String, Pattern> shapes() {
        Map<String, Pattern> shapes = new LinkedHashMap<>();
        shapes.put("is an AWS access key", Pattern.compile("(?:.*[^A-Z0-9])?(AKIA|ASIA)[A-Z0-9]{16}(?:[^A-Z0-9].*)?"));
        shapes.put("holds a private key", Pattern.compile("(?s).*-----BEGIN [A-Z ]*PRIVATE KEY-----.*"));
        shapes.put("is an address with a password in it", Pattern.compile("(?s).*[a-zA-Z][a-zA-Z0-9+.-]*://[^/@\\s:]*:[^/@\\s]+@.*"));
        shapes.put("is a token of GitHub", Pattern.compile("(gh[pousr]_|github_pat_)[A-Za-z0-9_]{20,}"));
        shapes.put("is a token of Slack", Pattern.compile("xox[abprs]-[A-Za-z0-9-]{10,}"));
        shapes.put("is a key of Stripe", Pattern.compile("[sr]k_(live|test)_[A-Za-z0-9]{16,}"));
        shapes.put("is a signed token (JWT)", Pattern.compile("eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*"));
        return shapes;
    }

    /** Why it looks like a secret, to follow its name in a sentence; empty when it does not. */
    public static Optional<String> why(String name, String value) {
        String text = value == null ? "" : value.strip();
        if (WORD.matcher(text).matches() || text.length() > 65_536) {
            return Optional.empty();
        }
        for (Map.Entry<String, Pattern> shape : SHAPES.entrySet()) {
            if (shape.getValue().matcher(text).matches()) {
                return Optional.of(shape.getKey());
            }
        }
        if (REFERENCE.matcher(text).matches()) {
            return Optional.empty();
        }
        if (NAME.matcher(name).matches() && !ABOUT.matcher(name).matches()) {
            return Optional.of("is named like a secret");
        }
        boolean random = HEX.matcher(text).matches() ? bits(text) >= HEX_BITS : DENSE.matcher(text).matches() && mixed(text) && bits(text) >= DENSE_BITS;
        return random && !RANDOM.matcher(name).matches() && !UUID.matcher(text).matches() && !ABOUT.matcher(name).matches()
                ? Optional.of("is as random as a key")
                : Optional.empty();
    }

    private static boolean mixed(String text) {
        return text.chars().anyMatch(Character::isDigit) && text.chars().anyMatch(Character::isUpperCase)
                && text.chars().anyMatch(Character::isLowerCase);
    }

    /** Shannon's entropy of its characters, in bits a character. */
    static double bits(String text) {
        Map<Integer, Integer> counts = new HashMap<>();
        text.chars().forEach(each -> counts.merge(each, 1, Integer::sum));
        double bits = 0;
        for (int count : counts.values()) {
            double share = (double) count / text.length();
            bits -= share * Math.log(share) / Math.log(2);
        }
        return bits;
    }
}
