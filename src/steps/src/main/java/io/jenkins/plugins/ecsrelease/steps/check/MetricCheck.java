package io.jenkins.plugins.ecsrelease.steps.check;

import hudson.Extension;
import hudson.Util;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.ecsrelease.engine.health.Check;
import io.jenkins.plugins.ecsrelease.engine.health.Metric;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/** A metric of CloudWatch that must keep within a bound. */
public final class MetricCheck extends HealthCheck {

    private final String namespace;
    private final String name;
    private String dimensions;
    private String statistic;
    private String below;
    private String above;
    private String comparedTo;
    private String by;
    private boolean counter;
    private int period;

    @DataBoundConstructor
    public MetricCheck(String namespace, String name) {
        this.namespace = Util.fixEmptyAndTrim(namespace);
        this.name = Util.fixEmptyAndTrim(name);
    }

    @Override
    public Check check() {
        return new Metric(namespace, name, pairs(), statistic, number("below", below), number("above", above),
                comparedTo, number("by", by), counter, period, limits());
    }

    private Map<String, String> pairs() {
        Map<String, String> pairs = new LinkedHashMap<>();
        if (dimensions != null) {
            for (String pair : dimensions.split("[,\\n]")) {
                int equals = pair.indexOf('=');
                if (equals <= 0) {
                    throw new IllegalArgumentException("'dimensions' holds '" + pair.strip()
                            + "'; write it as TargetGroup={targetGroup}, with commas between several.");
                }
                pairs.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
            }
        }
        return pairs;
    }

    private static Double number(String parameter, String text) {
        try {
            return text == null ? null : Double.valueOf(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + parameter + "' is '" + text + "', which is no number.", e);
        }
    }

    public String getNamespace() {
        return namespace;
    }

    public String getName() {
        return name;
    }

    /** Such as {@code LoadBalancer=app/shop/50dc6c495c0c9188, TargetGroup={targetGroup}}. */
    public String getDimensions() {
        return dimensions;
    }

    @DataBoundSetter
    public void setDimensions(String dimensions) {
        this.dimensions = Util.fixEmptyAndTrim(dimensions);
    }

    /** Average, Sum, Minimum, Maximum, p99 and so on; Average by default. */
    public String getStatistic() {
        return statistic;
    }

    @DataBoundSetter
    public void setStatistic(String statistic) {
        this.statistic = Util.fixEmptyAndTrim(statistic);
    }

    /** A number that it must stay below. */
    public String getBelow() {
        return below;
    }

    @DataBoundSetter
    public void setBelow(String below) {
        this.below = Util.fixEmptyAndTrim(below);
    }

    /** A number that it must stay above. */
    public String getAbove() {
        return above;
    }

    @DataBoundSetter
    public void setAbove(String above) {
        this.above = Util.fixEmptyAndTrim(above);
    }

    /** blue to hold it against the old version. */
    public String getComparedTo() {
        return comparedTo;
    }

    @DataBoundSetter
    public void setComparedTo(String comparedTo) {
        this.comparedTo = Util.fixEmptyAndTrim(comparedTo);
    }

    /** With comparedTo: percent above the old version that are borne; negative for below it. */
    public String getBy() {
        return by;
    }

    @DataBoundSetter
    public void setBy(String by) {
        this.by = Util.fixEmptyAndTrim(by);
    }

    /** Whether the metric only ever grows, so that its increase is judged. */
    public boolean isCounter() {
        return counter;
    }

    @DataBoundSetter
    public void setCounter(boolean counter) {
        this.counter = counter;
    }

    /** Seconds of one period, a multiple of 60; 0 for 60. */
    public int getPeriod() {
        return period;
    }

    @DataBoundSetter
    public void setPeriod(int period) {
        this.period = period;
    }

    @Extension
    @Symbol("metric")
    public static final class DescriptorImpl extends HealthCheckDescriptor {
        @Override
        public String getDisplayName() {
            return Messages.MetricCheck_DisplayName();
        }

        @POST
        public ListBoxModel doFillComparedToItems() {
            ListBoxModel box = new ListBoxModel();
            box.add("", "");
            box.add("blue", "blue");
            return box;
        }
    }
}
