package io.jenkins.plugins.ecsrelease.sandbox.control.cloudwatch;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;

/**
 * The part of CloudWatch's metric math that alarms on services use: arithmetic, comparison, AND and OR, IF, FILL, RATE, PERIOD,
 * METRICS, and SUM, AVG, MIN, MAX, ABS, CEIL, FLOOR over series or lists of them.
 */
final class MetricMath {

    private final String text;
    private final Function<String, Series> ids;
    private final Supplier<List<Series>> metrics;
    private final List<Long> periods;
    private final int period;
    private int at;

    /**
     * @param ids the series of another query, by its id
     * @param metrics all series that are metrics, for METRICS()
     * @param periods the start of every period that was asked for, ascending
     * @param period seconds
     */
    MetricMath(String text, Function<String, Series> ids, Supplier<List<Series>> metrics, List<Long> periods, int period) {
        this.text = text;
        this.ids = ids;
        this.metrics = metrics;
        this.periods = periods;
        this.period = period;
    }

    Series evaluate() {
        Series result = or();
        space();
        if (at < text.length()) {
            throw refused("unexpected '" + text.substring(at) + "'");
        }
        return result;
    }

    private Series or() {
        Series left = and();
        while (word("OR") || sign("||")) {
            left = left.with(and(), (a, b) -> a != 0 || b != 0 ? 1 : 0);
        }
        return left;
    }

    private Series and() {
        Series left = comparison();
        while (word("AND") || sign("&&")) {
            left = left.with(comparison(), (a, b) -> a != 0 && b != 0 ? 1 : 0);
        }
        return left;
    }

    private Series comparison() {
        Series left = sum();
        if (sign("<=")) {
            return left.with(sum(), (a, b) -> a <= b ? 1 : 0);
        }
        if (sign(">=")) {
            return left.with(sum(), (a, b) -> a >= b ? 1 : 0);
        }
        if (sign("==")) {
            return left.with(sum(), (a, b) -> a == b ? 1 : 0);
        }
        if (sign("!=")) {
            return left.with(sum(), (a, b) -> a != b ? 1 : 0);
        }
        if (sign("<")) {
            return left.with(sum(), (a, b) -> a < b ? 1 : 0);
        }
        if (sign(">")) {
            return left.with(sum(), (a, b) -> a > b ? 1 : 0);
        }
        return left;
    }

    private Series sum() {
        Series left = product();
        while (true) {
            if (sign("+")) {
                left = left.with(product(), Double::sum);
            } else if (sign("-")) {
                left = left.with(product(), (a, b) -> a - b);
            } else {
                return left;
            }
        }
    }

    private Series product() {
        Series left = power();
        while (true) {
            if (sign("*")) {
                left = left.with(power(), (a, b) -> a * b);
            } else if (sign("/")) {
                left = left.with(power(), (a, b) -> a / b);
            } else {
                return left;
            }
        }
    }

    private Series power() {
        Series base = operand();
        return sign("^") ? base.with(power(), Math::pow) : base;
    }

    private Series operand() {
        if (sign("-")) {
            return operand().map(value -> -value);
        }
        if (sign("(")) {
            Series inner = or();
            expect(")");
            return inner;
        }
        space();
        int from = at;
        if (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
            while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '.')) {
                at++;
            }
            try {
                return Series.of(Double.parseDouble(text.substring(from, at)));
            } catch (NumberFormatException e) {
                throw refused("'" + text.substring(from, at) + "' is no number");
            }
        }
        String name = name();
        return sign("(") ? call(name) : ids.apply(name);
    }

    private Series call(String name) {
        switch (name) {
            case "IF": {
                Series condition = or();
                expect(",");
                Series then = or();
                Series otherwise = null;
                if (sign(",")) {
                    otherwise = or();
                }
                expect(")");
                return choose(condition, then, otherwise);
            }
            case "FILL": return fill();
            case "RATE": return rate(last());
            case "PERIOD":
                last();
                return Series.of(period);
            case "ABS": return last().map(Math::abs);
            case "CEIL": return last().map(Math::ceil);
            case "FLOOR": return last().map(Math::floor);
            case "SUM": return fold(list(), Double::sum, false);
            case "MIN": return fold(list(), Math::min, false);
            case "MAX": return fold(list(), Math::max, false);
            case "AVG": return fold(list(), Double::sum, true);
            default: throw refused("the sandbox does not know the function " + name);
        }
    }

    private Series last() {
        Series argument = or();
        expect(")");
        return argument;
    }

    private List<Series> list() {
        List<Series> items = new ArrayList<>();
        if (word("METRICS")) {
            expect("(");
            expect(")");
            items.addAll(metrics.get());
        } else if (sign("[")) {
            do {
                items.add(or());
            } while (sign(","));
            expect("]");
        } else {
            items.add(or());
        }
        expect(")");
        return items;
    }

    /** Over several series: point by point. Over one: a single number. */
    private Series fold(List<Series> items, DoubleBinaryOperator operator, boolean average) {
        if (items.size() == 1 && !items.get(0).isNumber()) {
            NavigableMap<Long, Double> points = items.get(0).points();
            double all = points.values().stream().mapToDouble(Double::doubleValue).reduce(operator).orElse(Double.NaN);
            return Series.of(average ? all / points.size() : all);
        }
        NavigableMap<Long, Double> folded = new TreeMap<>();
        NavigableMap<Long, Integer> counts = new TreeMap<>();
        for (Series item : items) {
            item.points().forEach((when, value) -> {
                folded.merge(when, value, operator::applyAsDouble);
                counts.merge(when, 1, Integer::sum);
            });
        }
        if (average) {
            folded.replaceAll((when, value) -> value / counts.get(when));
        }
        return Series.of(folded);
    }

    private Series choose(Series condition, Series then, Series otherwise) {
        NavigableMap<Long, Double> chosen = new TreeMap<>();
        for (long when : condition.isNumber() ? periods : List.copyOf(condition.points().keySet())) {
            boolean holds = (condition.isNumber() ? condition.number() : condition.points().get(when)) != 0;
            Series from = holds ? then : otherwise;
            if (from != null) {
                Double value = from.isNumber() ? Double.valueOf(from.number()) : from.points().get(when);
                if (value != null) {
                    chosen.put(when, value);
                }
            }
        }
        return Series.of(chosen);
    }

    private Series fill() {
        Series series = or();
        expect(",");
        boolean repeat = word("REPEAT");
        boolean linear = !repeat && word("LINEAR");
        Series by = repeat || linear ? Series.of(0) : or();
        expect(")");
        if (series.isNumber()) {
            return series;
        }
        NavigableMap<Long, Double> filled = new TreeMap<>(series.points());
        for (long when : periods) {
            if (filled.containsKey(when)) {
                continue;
            }
            Long before = series.points().lowerKey(when);
            Long after = series.points().higherKey(when);
            if (repeat && before != null) {
                filled.put(when, series.points().get(before));
            } else if (linear && before != null && after != null) {
                double share = (double) (when - before) / (after - before);
                double from = series.points().get(before);
                filled.put(when, from + share * (series.points().get(after) - from));
            } else if (!repeat && !linear) {
                Double value = by.isNumber() ? Double.valueOf(by.number()) : by.points().get(when);
                if (value != null) {
                    filled.put(when, value);
                }
            }
        }
        return Series.of(filled);
    }

    private static Series rate(Series series) {
        NavigableMap<Long, Double> rates = new TreeMap<>();
        series.points().forEach((when, value) -> {
            Long before = series.points().lowerKey(when);
            if (before != null) {
                rates.put(when, (value - series.points().get(before)) / (when - before));
            }
        });
        return Series.of(rates);
    }

    private void space() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean sign(String sign) {
        space();
        if (text.startsWith(sign, at)) {
            at += sign.length();
            return true;
        }
        return false;
    }

    private boolean word(String word) {
        space();
        int end = at + word.length();
        boolean whole = end >= text.length() || !Character.isLetterOrDigit(text.charAt(end)) && text.charAt(end) != '_';
        if (text.startsWith(word, at) && whole) {
            at = end;
            return true;
        }
        return false;
    }

    private String name() {
        space();
        int from = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        if (from == at) {
            throw refused("something is missing at position " + at);
        }
        return text.substring(from, at);
    }

    private void expect(String sign) {
        if (!sign(sign)) {
            throw refused("'" + sign + "' is missing at position " + at);
        }
    }

    private CloudWatchException refused(String why) {
        return (CloudWatchException) InvalidParameterValueException.builder()
                .message("Error in expression '" + text + "': " + why).build();
    }
}
