package io.jenkins.plugins.ecsrelease.sandbox.control.cloudwatch;

import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * A value in metric math: a time series, or a number.
 *
 * @param points by period start in epoch seconds; null for a number
 */
record Series(NavigableMap<Long, Double> points, double number) {

    static Series of(double number) {
        return new Series(null, number);
    }

    static Series of(NavigableMap<Long, Double> points) {
        return new Series(points, Double.NaN);
    }

    boolean isNumber() {
        return points == null;
    }

    Series map(DoubleUnaryOperator operator) {
        if (isNumber()) {
            return of(operator.applyAsDouble(number));
        }
        NavigableMap<Long, Double> mapped = new TreeMap<>();
        points.forEach((at, value) -> put(mapped, at, operator.applyAsDouble(value)));
        return of(mapped);
    }

    /** Point by point; only where both have one. */
    Series with(Series other, DoubleBinaryOperator operator) {
        if (isNumber() && other.isNumber()) {
            return of(operator.applyAsDouble(number, other.number));
        }
        if (isNumber()) {
            return other.map(value -> operator.applyAsDouble(number, value));
        }
        if (other.isNumber()) {
            return map(value -> operator.applyAsDouble(value, other.number));
        }
        NavigableMap<Long, Double> both = new TreeMap<>();
        points.forEach((at, value) -> {
            Double right = other.points.get(at);
            if (right != null) {
                put(both, at, operator.applyAsDouble(value, right));
            }
        });
        return of(both);
    }

    /** A division by zero and the like gives no data point. */
    private static void put(NavigableMap<Long, Double> points, long at, double value) {
        if (!Double.isNaN(value) && !Double.isInfinite(value)) {
            points.put(at, value);
        }
    }
}
