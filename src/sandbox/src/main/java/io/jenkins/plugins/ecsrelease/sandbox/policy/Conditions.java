package io.jenkins.plugins.ecsrelease.sandbox.policy;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * The condition operators, see
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
final class Conditions {

    private static final Map<String, BiPredicate<String, String>> OPERATORS = Map.ofEntries(
            Map.entry("stringequals", String::equals),
            Map.entry("stringequalsignorecase", String::equalsIgnoreCase),
            Map.entry("stringlike", (given, wanted) -> Glob.matches(wanted, given)),
            Map.entry("arnequals", (given, wanted) -> Glob.matches(wanted, given)),
            Map.entry("arnlike", (given, wanted) -> Glob.matches(wanted, given)),
            Map.entry("bool", String::equalsIgnoreCase),
            Map.entry("binaryequals", String::equals),
            Map.entry("ipaddress", Conditions::inRange),
            Map.entry("numericequals", (given, wanted) -> number(given).compareTo(number(wanted)) == 0),
            Map.entry("numericlessthan", (given, wanted) -> number(given).compareTo(number(wanted)) < 0),
            Map.entry("numericlessthanequals", (given, wanted) -> number(given).compareTo(number(wanted)) <= 0),
            Map.entry("numericgreaterthan", (given, wanted) -> number(given).compareTo(number(wanted)) > 0),
            Map.entry("numericgreaterthanequals", (given, wanted) -> number(given).compareTo(number(wanted)) >= 0),
            Map.entry("dateequals", (given, wanted) -> date(given).equals(date(wanted))),
            Map.entry("datelessthan", (given, wanted) -> date(given).isBefore(date(wanted))),
            Map.entry("datelessthanequals", (given, wanted) -> !date(given).isAfter(date(wanted))),
            Map.entry("dategreaterthan", (given, wanted) -> date(given).isAfter(date(wanted))),
            Map.entry("dategreaterthanequals", (given, wanted) -> !date(given).isBefore(date(wanted))));

    private static final Map<String, String> NEGATIONS = Map.of(
            "stringnotequals", "stringequals",
            "stringnotequalsignorecase", "stringequalsignorecase",
            "stringnotlike", "stringlike",
            "arnnotequals", "arnequals",
            "arnnotlike", "arnlike",
            "notipaddress", "ipaddress",
            "numericnotequals", "numericequals",
            "datenotequals", "dateequals");

    private Conditions() {}

    static boolean known(String operator) {
        String plain = plain(operator);
        return plain.equals("null") || OPERATORS.containsKey(plain) || NEGATIONS.containsKey(plain);
    }

    private static String plain(String operator) {
        String lower = operator.toLowerCase(Locale.ROOT);
        int colon = lower.indexOf(':');
        String name = colon < 0 ? lower : lower.substring(colon + 1);
        return name.endsWith("ifexists") ? name.substring(0, name.length() - "ifexists".length()) : name;
    }

    /** @param values what the policy wants, variables already replaced */
    static boolean hold(String operator, List<String> given, List<String> values) {
        String lower = operator.toLowerCase(Locale.ROOT);
        String plain = plain(operator);
        boolean absent = given == null || given.isEmpty();
        if (plain.equals("null")) {
            return values.stream().anyMatch(value -> Boolean.parseBoolean(value) == absent);
        }
        boolean negated = NEGATIONS.containsKey(plain);
        BiPredicate<String, String> test = OPERATORS.get(negated ? NEGATIONS.get(plain) : plain);
        if (absent) {
            return lower.endsWith("ifexists") || lower.startsWith("forallvalues:") || negated && !lower.startsWith("foranyvalue:");
        }
        // A negated operator holds for a value that equals none of those wanted.
        BiPredicate<String, List<String>> one = (value, wanted) ->
                negated != wanted.stream().anyMatch(each -> holds(test, value, each));
        if (lower.startsWith("forallvalues:")) {
            return given.stream().allMatch(value -> one.test(value, values));
        } else if (negated && !lower.startsWith("foranyvalue:")) {
            return given.stream().allMatch(value -> one.test(value, values));
        }
        return given.stream().anyMatch(value -> one.test(value, values));
    }

    /** What cannot be compared does not match. */
    private static boolean holds(BiPredicate<String, String> test, String given, String wanted) {
        try {
            return test.test(given, wanted);
        } catch (NumberFormatException | DateTimeException e) {
            return false;
        }
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text.trim());
    }

    private static Instant date(String text) {
        return text.matches("\\d+") ? Instant.ofEpochSecond(Long.parseLong(text)) : OffsetDateTime.parse(text).toInstant();
    }

    private static boolean inRange(String given, String range) {
        int slash = range.indexOf('/');
        String base = slash < 0 ? range : range.substring(0, slash);
        if (!given.matches("[0-9a-fA-F.:]+") || !base.matches("[0-9a-fA-F.:]+")) {
            return false;
        }
        try {
            byte[] address = InetAddress.getByName(given).getAddress();
            byte[] network = InetAddress.getByName(base).getAddress();
            int bits = slash < 0 ? network.length * 8 : Integer.parseInt(range.substring(slash + 1));
            if (address.length != network.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((address[bit / 8] & mask) != (network[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
