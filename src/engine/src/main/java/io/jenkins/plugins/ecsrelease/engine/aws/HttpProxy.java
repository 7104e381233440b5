package io.jenkins.plugins.ecsrelease.engine.aws;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The proxy through which a host reaches AWS: its APIs, and the gateway of ECS Exec.
 *
 * <p>The gateway is reached through a tunnel (CONNECT). The JDK gives no Basic password to a proxy for that unless it runs
 * with {@code -Djdk.http.auth.tunneling.disabledSchemes=}.
 *
 * @param host its name or address
 * @param user empty for nobody
 * @param password never logged
 * @param direct names of hosts that are reached without it
 */
public record HttpProxy(String host, int port, String user, String password, List<Pattern> direct) {

    public HttpProxy {
        if (host.isBlank() || port < 1 || port > 65535) {
            throw new IllegalArgumentException("A proxy has a host and a port from 1 to 65535, not '" + host + ":" + port + "'.");
        }
        direct = List.copyOf(direct);
    }

    /** Whether this host is reached without it. */
    public boolean direct(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return direct.stream().anyMatch(pattern -> pattern.matcher(lower).matches());
    }

    /** For clients of the JDK. */
    public ProxySelector selector() {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(uri.getHost() != null && direct(uri.getHost())
                        ? Proxy.NO_PROXY
                        : new Proxy(Proxy.Type.HTTP, new InetSocketAddress(host, port)));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {
                // The caller is told.
            }
        };
    }

    /** Answers this proxy alone; null when it has no password to give. */
    public Authenticator authenticator() {
        if (user.isEmpty()) {
            return null;
        }
        return new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return getRequestorType() == RequestorType.PROXY
                        ? new PasswordAuthentication(user, password.toCharArray())
                        : null;
            }
        };
    }

    @Override
    public String toString() {
        return "proxy " + host + ":" + port;
    }
}
