package io.jenkins.plugins.ecsrelease.steps;

import hudson.ProxyConfiguration;
import hudson.util.Secret;
import io.jenkins.plugins.ecsrelease.engine.aws.HttpProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;

/** The proxy of Manage Jenkins, for the calls to AWS and for the gateway of ECS Exec. Read when the engine is made. */
final class ControllerProxy {

    /** Jenkins leaves out what an administrator lists; this machine is left out anyway. */
    private static final Pattern HERE = Pattern.compile("localhost|127\\..*|\\[?::1]?");

    private ControllerProxy() {}

    /** Null where none is set. */
    static HttpProxy get() {
        ProxyConfiguration set = Jenkins.get().getProxy();
        if (set == null || set.getName() == null || set.getName().isBlank()) {
            return null;
        }
        List<Pattern> direct = new ArrayList<>(set.getNoProxyHostPatterns());
        direct.add(HERE);
        String user = set.getUserName();
        return new HttpProxy(
                set.getName(), set.getPort(), user == null ? "" : user,
                user == null ? "" : Secret.toString(set.getSecretPassword()), direct);
    }
}
