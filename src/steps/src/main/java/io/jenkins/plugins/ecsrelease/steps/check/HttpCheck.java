package io.jenkins.plugins.ecsrelease.steps.check;

import hudson.Extension;
import hudson.Util;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.ecsrelease.engine.health.Check;
import io.jenkins.plugins.ecsrelease.engine.health.Http;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/** A request from the controller that must be answered as expected. */
public final class HttpCheck extends HealthCheck {

    private final String url;
    private String through;
    private int expect = 200;
    private String header;
    private int timeout;

    @DataBoundConstructor
    public HttpCheck(String url) {
        this.url = Util.fixEmptyAndTrim(url);
    }

    @Override
    public Check check() {
        Map<String, String> headers = new LinkedHashMap<>();
        if (header != null) {
            int colon = header.indexOf(':');
            if (colon <= 0) {
                throw new IllegalArgumentException("'header' is '" + header + "'; write it as Name: value.");
            }
            headers.put(header.substring(0, colon).strip(), header.substring(colon + 1).strip());
        }
        return new Http(url, through, expect, headers, timeout, limits());
    }

    public String getUrl() {
        return url;
    }

    /** production or test: which traffic it needs, and whether it guards the way of production traffic. */
    public String getThrough() {
        return through;
    }

    @DataBoundSetter
    public void setThrough(String through) {
        String word = Util.fixEmptyAndTrim(through);
        this.through = "production".equals(word) ? null : word;
    }

    /** The expected status code. */
    public int getExpect() {
        return expect;
    }

    @DataBoundSetter
    public void setExpect(int expect) {
        this.expect = expect;
    }

    /** Sent with the request, as {@code Name: value}; no secret. */
    public String getHeader() {
        return header;
    }

    @DataBoundSetter
    public void setHeader(String header) {
        this.header = Util.fixEmptyAndTrim(header);
    }

    /** Seconds to wait for the answer, 1 to 30; 0 for 5. */
    public int getTimeout() {
        return timeout;
    }

    @DataBoundSetter
    public void setTimeout(int timeout) {
        this.timeout = timeout;
    }

    @Extension
    @Symbol("http")
    public static final class DescriptorImpl extends HealthCheckDescriptor {
        @Override
        public String getDisplayName() {
            return Messages.HttpCheck_DisplayName();
        }

        @POST
        public ListBoxModel doFillThroughItems() {
            ListBoxModel box = new ListBoxModel();
            box.add("production", "production");
            box.add("test", "test");
            return box;
        }
    }
}
