package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A Signature Version 4 in an Authorization header, see
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 *
 * @param date of the credential scope, such as 20261123
 */
record Signature(String keyId, String date, String region, String service, List<String> headers, String value) {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final Pattern HEADER = Pattern.compile(
            ALGORITHM + " +Credential=([^/, ]+)/(\\d{8})/([^/, ]*)/([^/, ]+)/aws4_request *, *"
                    + "SignedHeaders=([^, ]+) *, *Signature=([0-9a-f]{64})");

    /** Null where the header is no signature of this kind. */
    static Signature parse(String authorization) {
        Matcher parts = HEADER.matcher(authorization);
        return parts.matches()
                ? new Signature(parts.group(1), parts.group(2), parts.group(3), parts.group(4),
                        List.of(parts.group(5).split(";")), parts.group(6))
                : null;
    }

    /** Whether the request is what was signed with this secret. */
    boolean fits(Asked asked, String secret) {
        if (!headers.contains("host")) {
            return false;
        }
        String bodyHash = hex(sha256(asked.body()));
        String declared = asked.header("x-amz-content-sha256");
        if (declared.matches("[0-9a-f]{64}") && !declared.equals(bodyHash)) {
            return false;
        }
        String canonical = String.join("\n",
                asked.method(), path(asked.path()), query(asked.query()), canonicalHeaders(asked),
                String.join(";", headers), declared.isEmpty() ? bodyHash : declared);
        String scope = date + "/" + region + "/" + service + "/aws4_request";
        String toSign = String.join("\n", ALGORITHM, asked.header("x-amz-date"), scope,
                hex(sha256(canonical.getBytes(StandardCharsets.UTF_8))));
        byte[] key = hmac(("AWS4" + secret).getBytes(StandardCharsets.UTF_8), date);
        key = hmac(hmac(hmac(key, region), service), "aws4_request");
        return MessageDigest.isEqual(
                hex(hmac(key, toSign)).getBytes(StandardCharsets.US_ASCII), value.getBytes(StandardCharsets.US_ASCII));
    }

    private String canonicalHeaders(Asked asked) {
        StringBuilder lines = new StringBuilder();
        for (String name : headers) {
            List<String> values = new ArrayList<>();
            for (String header : asked.headers().getOrDefault(name, List.of())) {
                values.add(header.trim().replaceAll(" +", " "));
            }
            lines.append(name).append(':').append(String.join(",", values)).append('\n');
        }
        return lines.toString();
    }

    /** Every service but S3 signs the path encoded twice. */
    private static String path(String sent) {
        StringBuilder path = new StringBuilder();
        for (String segment : sent.split("/", -1)) {
            path.append(path.length() == 0 && segment.isEmpty() ? "" : "/").append(encode(segment));
        }
        String result = path.toString();
        return result.isEmpty() ? "/" : result;
    }

    private static String query(String sent) {
        if (sent.isEmpty()) {
            return "";
        }
        List<String> pairs = new ArrayList<>();
        for (String pair : sent.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String text = equals < 0 ? "" : pair.substring(equals + 1);
            pairs.add(encode(decode(name)) + "=" + encode(decode(text)));
        }
        Collections.sort(pairs);
        return String.join("&", pairs);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            if (c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || "-_.~".indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(String.format("%02X", (int) c));
            }
        }
        return encoded.toString();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
