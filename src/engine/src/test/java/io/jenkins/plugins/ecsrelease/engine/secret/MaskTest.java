package io.jenkins.plugins.ecsrelease.engine.secret;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.Test;

/** What is read from a log of somebody else's, before it is shown. */
public class MaskTest {

    private static final String PASSWORD = "s3cr\u00e9t/+ $`\"'&pass~word";

    @Test
    public void noFormOfAKnownValueIsLeft() {
        Mask mask = Mask.of(List.of(PASSWORD));
        assertEquals("x****y", mask.in("x" + PASSWORD + "y"));
        String encoded = URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8);
        for (String form : List.of(encoded, encoded.replace("+", "%20"), encoded.replace("+", "%20").replace("%7E", "~"),
                Pattern.compile("%..").matcher(encoded).replaceAll(escape -> escape.group().toLowerCase(Locale.ROOT)))) {
            assertFalse(form, mask.in("?p=" + form + "&").contains("pass"));
        }
        for (String before : List.of("", "a", "ab", "AWS:")) {
            byte[] bytes = (before + PASSWORD + "!").getBytes(StandardCharsets.UTF_8);
            for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
                String masked = mask.in(encoder.encodeToString(bytes));
                assertEquals(masked, 1, masked.split("\\*{4}", -1).length - 1);
                assertEquals("no more than what stands beside it is left: " + masked, true, masked.length() <= 16);
            }
        }
    }

    @Test
    public void eachLineOfALongSecretIsMaskedByItself() {
        Mask mask = Mask.of(List.of("first line of it\nsecond line of it\nno"));
        assertEquals("****\nand ****, no", mask.in("first line of it\nand second line of it, no"));
    }

    @Test
    public void whatIsASecretByItsShapeNeedsNotBeKnown() {
        Mask mask = Mask.of(List.of());
        assertEquals("cannot connect to postgresql://shop:****@db.example:5432/shop",
                mask.in("cannot connect to postgresql://shop:swordfish-1234@db.example:5432/shop"));
        assertEquals("jdbc:mysql://db/shop?user=shop&password=****&ssl=true", mask.in("jdbc:mysql://db/shop?user=shop&password=hunter2&ssl=true"));
        assertEquals("token ****.", mask.in("token ghp_0123456789abcdefghijABCDEFGHIJ012345."));
        assertEquals("key ****\nafter", mask.in("key -----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----\nafter"));
        assertEquals("Bearer ****", mask.in("Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzaG9wIn0.c2lnbmF0dXJlLW9mLWl0"));
    }

    @Test
    public void whatIsNoSecretStaysAsItIs() {
        Mask mask = Mask.of(List.of("abc", ""));
        for (String text : List.of("abc", "https://registry.example:5000/v2/", "user@example.com", "started in 3 s, passwords: 0",
                "arn:aws:ecs:eu-central-1:123456789012:task/shop/4790db235a356554ec54965c2943a039", "$1 \\ $0")) {
            assertEquals(text, mask.in(text));
        }
    }
}
