package io.jenkins.plugins.ecsrelease.engine.secret;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes secrets out of text that was read from somewhere else, before it is shown or kept: known values as they are,
 * URL-encoded and in base64 at any alignment, and what is a secret by its shape, whoever's it is: the password inside an
 * address, private keys, tokens of well-known makers. Values of fewer than four characters are left.
 */
public final class Mask {

    private static final String HIDDEN = "****";
    private static final int LEAST = 4;
    private static final int LEAST_ENCODED = 6;

    private static final Pattern IN_AN_ADDRESS = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]{0,40}://[^/@\\s:]{0,200}:)[^/@\\s]{1,500}@");
    private static final Pattern AFTER_ITS_NAME = Pattern.compile("(?i)([?&;\\s]password=)[^\\s&;\"']+");
    private static final Pattern WHOLE = Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(-----END [A-Z ]*PRIVATE KEY-----)?"
            + "|\\b(gh[pousr]_|github_pat_)[A-Za-z0-9_]{20,}|\\bxox[abprs]-[A-Za-z0-9-]{10,}|\\b[sr]k_(live|test)_[A-Za-z0-9]{16,}"
            + "|\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*");

    /** Longest first. */
    private final List<String> forms;

    private Mask(List<String> forms) {
        this.forms = forms;
    }

    /** What hides these values, and what is a secret by its shape. */
    public static Mask of(Collection<String> values) {
        Set<String> forms = new LinkedHashSet<>();
        values.forEach(value -> add(forms, value));
        return new Mask(forms.stream().sorted(Comparator.comparing(String::length).reversed()).toList());
    }

    /** What hides {@code more}, and the plain variables of these container definitions that look like a secret. */
    public static Mask of(JsonNode containerDefinitions, Collection<String> more) {
        List<String> values = new ArrayList<>(more);
        for (JsonNode container : containerDefinitions) {
            for (JsonNode variable : container.path("environment")) {
                String value = variable.path("value").asText("");
                SecretLike.why(variable.path("name").asText(""), value).ifPresent(why -> values.add(value));
            }
        }
        return of(values);
    }

    public String in(String text) {
        String masked = text;
        for (String form : forms) {
            masked = masked.replace(form, HIDDEN);
        }
        masked = IN_AN_ADDRESS.matcher(masked).replaceAll("$1" + HIDDEN + "@");
        masked = AFTER_ITS_NAME.matcher(masked).replaceAll("$1" + HIDDEN);
        return WHOLE.matcher(masked).replaceAll(HIDDEN);
    }

    private static void add(Set<String> forms, String value) {
        if (value == null || value.length() < LEAST) {
            return;
        }
        forms.add(value);
        String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
        for (String each : List.of(encoded, encoded.replace("+", "%20"), encoded.replace("+", "%20").replace("%7E", "~"),
                encoded.replace("+", "%20").replace("%2F", "/"))) {
            forms.add(each);
            forms.add(lower(each));
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, shifted, before, bytes.length);
            String plain = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            // The letters at the ends that what stands beside the value has a part in are its own only in part.
            String own = plain.substring(before == 0 ? 0 : before + 1, shifted.length * 8 / 6);
            if (own.length() >= LEAST_ENCODED) {
                forms.add(own);
                forms.add(own.replace('+', '-').replace('/', '_'));
            }
        }
        if (value.contains("\n")) {
            value.lines().filter(line -> line.length() >= 8 && !line.equals(value)).forEach(line -> add(forms, line));
        }
    }

    /** Its percent escapes in small letters. */
    private static String lower(String encoded) {
        return Pattern.compile("%[0-9A-F]{2}").matcher(encoded).replaceAll(escape -> escape.group().toLowerCase(java.util.Locale.ROOT));
    }
}
