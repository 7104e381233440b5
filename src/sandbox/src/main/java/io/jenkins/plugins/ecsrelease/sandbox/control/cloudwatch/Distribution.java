package io.jenkins.plugins.ecsrelease.sandbox.control.cloudwatch;

import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The values of a metric in one period. Percentiles need the values themselves; a statistic set carries none.
 *
 * @param values how often each value occurred; empty for a statistic set
 */
public record Distribution(double count, double sum, double minimum, double maximum, NavigableMap<Double, Double> values) {

    public static Distribution of(double value) {
        return of(new TreeMap<>(Map.of(value, 1.0)));
    }

    /** Of how often each value occurred; at least one. */
    public static Distribution of(NavigableMap<Double, Double> values) {
        double count = 0;
        double sum = 0;
        for (Map.Entry<Double, Double> entry : values.entrySet()) {
            count += entry.getValue();
            sum += entry.getKey() * entry.getValue();
        }
        return new Distribution(count, sum, values.firstKey(), values.lastKey(), values);
    }

    Distribution with(Distribution other) {
        NavigableMap<Double, Double> both = new TreeMap<>();
        if (!values.isEmpty() && !other.values.isEmpty()) {
            both.putAll(values);
            other.values.forEach((value, times) -> both.merge(value, times, Double::sum));
        }
        return new Distribution(count + other.count, sum + other.sum,
                Math.min(minimum, other.minimum), Math.max(maximum, other.maximum), both);
    }

    /**
     * @param name such as Average, Sum, p99 or p99.9
     * @return empty when these values cannot tell it
     */
    OptionalDouble statistic(String name) {
        switch (name) {
            case "SampleCount": return OptionalDouble.of(count);
            case "Sum": return OptionalDouble.of(sum);
            case "Average": return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count);
            case "Minimum": return OptionalDouble.of(minimum);
            case "Maximum": return OptionalDouble.of(maximum);
            default: return name.matches("p\\d{1,2}(\\.\\d{1,10})?|p100") ? percentile(Double.parseDouble(name.substring(1))) : OptionalDouble.empty();
        }
    }

    static boolean isStatistic(String name) {
        return name != null && name.matches("SampleCount|Sum|Average|Minimum|Maximum|p\\d{1,2}(\\.\\d{1,10})?|p100");
    }

    private OptionalDouble percentile(double percent) {
        if (values.isEmpty()) {
            return minimum == maximum ? OptionalDouble.of(minimum) : OptionalDouble.empty();
        }
        double left = count * percent / 100;
        for (Map.Entry<Double, Double> entry : values.entrySet()) {
            left -= entry.getValue();
            if (left <= 1e-9) {
                return OptionalDouble.of(entry.getKey());
            }
        }
        return OptionalDouble.of(maximum);
    }
}
