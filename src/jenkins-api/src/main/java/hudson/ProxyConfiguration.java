package hudson;

import hudson.model.Describable;
import hudson.model.Saveable;
import hudson.util.Secret;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The proxy that an administrator set. */
public final class ProxyConfiguration implements Describable<ProxyConfiguration>, Saveable, Serializable {

    private static final long serialVersionUID = 1L;

    public final String name;
    public final int port;
    private final String noProxyHosts;
    private final String userName;
    private Secret secretPassword;

    public ProxyConfiguration(String name, int port, String userName, String password, String noProxyHost) {
        this.name = Util.fixEmptyAndTrim(name);
        this.port = port;
        this.userName = Util.fixEmptyAndTrim(userName);
        this.secretPassword = Secret.fromString(password);
        this.noProxyHosts = Util.fixEmptyAndTrim(noProxyHost);
    }

    public String getName() {
        return name;
    }

    public int getPort() {
        return port;
    }

    public String getUserName() {
        return userName;
    }

    public Secret getSecretPassword() {
        return secretPassword;
    }

    public List<Pattern> getNoProxyHostPatterns() {
        List<Pattern> patterns = new ArrayList<>();
        if (noProxyHosts != null) {
            for (String each : noProxyHosts.split("[ \t\n,|]+")) {
                if (!each.isEmpty()) {
                    patterns.add(Pattern.compile(each.replace(".", "\\.").replace("*", ".*")));
                }
            }
        }
        return patterns;
    }

    @Override
    public void save() throws IOException {
        // The host keeps it.
    }
}
