package io.jenkins.plugins.ecsrelease.steps;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Which version of the plugin this is: the shared library asks, because it is updated by itself. */
final class PluginVersion {

    private PluginVersion() {}

    /** As in the plugin's manifest, such as 1.0.0. */
    static String get() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = PluginVersion.class.getResourceAsStream("plugin.properties")) {
            properties.load(in);
        }
        return properties.getProperty("version");
    }
}
