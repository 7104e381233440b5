package io.jenkins.plugins.ecsrelease.engine;

import java.util.List;

/** What a hostile author writes where a name, a value or an answer is expected. */
public final class Hostile {

    /** A shell that ran one of them would have left this file where it stood. */
    public static final String CANARY = "pwned-by-a-name";

    public static final List<String> TEXTS = List.of(
            "$(touch " + CANARY + ")", "`touch " + CANARY + "`", "'; touch " + CANARY + "; '", "\"; touch " + CANARY + "; \"", "x' && touch " + CANARY + " #",
            "a|touch " + CANARY, "a\ntouch " + CANARY + "\n", "a\r\ntouch " + CANARY, "${IFS}touch${IFS}" + CANARY, "--help", "-o ProxyCommand=touch " + CANARY,
            "$((1/0))", "\\'; touch " + CANARY + " \\'", "*", "~", "!!", "%s%s%s%n", "%00", "a\u0000b",
            "../../../../etc/passwd", "..\\..\\windows", "/etc/passwd", "file:///etc/passwd", "a/../../b", "....//....//etc", ".", "..",
            "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</script><script>alert(1)</script>", "<!--<script>", "javascript:alert(1)", "&lt;b&gt;&#x27;",
            "${jndi:ldap://127.0.0.1/a}", "#{7*7}", "{{7*7}}", "<% 7*7 %>", "${7*7}",
            "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>&e;", "{\"a\":1}", "[]", "null", "true", "-1", "1e999", "' OR '1'='1",
            "\u001b[2J\u001b[31mred\u001b[0m", "\u001b]8;;http://evil.example\u0007link\u001b]8;;\u0007", "\u001b[8mha:AAAA\u001b[0m", "\u009b31m", "a\bb\fc\u000b",
            "prod\u0443ction", "\u0455hop", "shop\u200b", "\u202egnp.exe", "\u2066shop\u2069", "\ud800", "\ufeffshop", "shop\u2028[ecs-release] SUCCEEDED", "caf\u0065\u0301", "\ud83d\udca5",
            "shop\n[ecsBlueGreen] SUCCEEDED: all is well", "a\tb", " ", "\u00a0", "x".repeat(300), "A".repeat(100_000), "\u20ac".repeat(70_000));

    private Hostile() {}
}
