package io.jenkins.plugins.ecsrelease.sandbox.control.cloudwatch;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;

/** The rule of a composite alarm: ALARM, OK and INSUFFICIENT_DATA of other alarms, joined by AND, OR, NOT and parentheses. */
final class AlarmRule {

    /** A word, or the state of an alarm. */
    private record Token(String word, String alarm) {}

    private static final Pattern TOKEN = Pattern.compile("\\s*(?:(ALARM|OK|INSUFFICIENT_DATA)\\s*\\(\\s*"
            + "(?:\"([^\"]+)\"|'([^']+)'|([^\\s()]+))\\s*\\)|(AND|OR|NOT|TRUE|FALSE|\\(|\\)))\\s*");

    private final String text;
    private final Function<String, String> states;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    /**
     * @param states the state of an alarm, by name or ARN; null when there is no such alarm
     */
    AlarmRule(String text, Function<String, String> states) {
        this.text = text;
        this.states = states;
        Matcher token = TOKEN.matcher(text);
        for (int from = 0; from < text.length(); from = token.end()) {
            token.region(from, text.length());
            if (!token.lookingAt()) {
                throw refused();
            }
            String name = token.group(2) != null ? token.group(2) : token.group(3) != null ? token.group(3) : token.group(4);
            tokens.add(new Token(token.group(1) != null ? token.group(1) : token.group(5), name));
        }
    }

    boolean holds() {
        at = 0;
        boolean result = or();
        if (at < tokens.size()) {
            throw refused();
        }
        return result;
    }

    /** The alarms that it names. */
    Set<String> children() {
        Set<String> names = new LinkedHashSet<>();
        tokens.stream().filter(token -> token.alarm() != null).forEach(token -> names.add(token.alarm()));
        return names;
    }

    private boolean or() {
        boolean left = and();
        while (next("OR")) {
            left |= and();
        }
        return left;
    }

    private boolean and() {
        boolean left = operand();
        while (next("AND")) {
            left &= operand();
        }
        return left;
    }

    private boolean operand() {
        if (next("NOT")) {
            return !operand();
        }
        if (next("(")) {
            boolean inner = or();
            if (!next(")")) {
                throw refused();
            }
            return inner;
        }
        if (at >= tokens.size()) {
            throw refused();
        }
        Token token = tokens.get(at++);
        if (token.alarm() == null) {
            if (!token.word().equals("TRUE") && !token.word().equals("FALSE")) {
                throw refused();
            }
            return token.word().equals("TRUE");
        }
        String state = states.apply(token.alarm());
        if (state == null) {
            throw (CloudWatchException) InvalidParameterValueException.builder()
                    .message("AlarmRule must not contain alarms that do not exist: " + token.alarm()).build();
        }
        return token.word().equals(state);
    }

    private boolean next(String word) {
        boolean here = at < tokens.size() && tokens.get(at).alarm() == null && tokens.get(at).word().equals(word);
        at += here ? 1 : 0;
        return here;
    }

    private CloudWatchException refused() {
        return (CloudWatchException) InvalidParameterValueException.builder().message("AlarmRule is not valid: " + text).build();
    }
}
