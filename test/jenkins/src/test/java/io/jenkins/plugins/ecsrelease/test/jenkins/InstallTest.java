package io.jenkins.plugins.ecsrelease.test.jenkins;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import hudson.PluginManager;
import hudson.PluginWrapper;
import java.nio.charset.StandardCharsets;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** The packaged plugin in a Jenkins that has what the plugin says it needs, and nothing that was not asked for. */
public class InstallTest {

    @Rule(order = 0)
    public final CleanLog log = new CleanLog();

    @Rule(order = 1)
    public final JenkinsRule jenkins = new JenkinsRule();

    @Test
    public void it_is_installed_with_everything_it_needs_and_nothing_is_said_against_it() {
        PluginManager plugins = jenkins.jenkins.getPluginManager();
        List<String> failed = new ArrayList<>();
        plugins.getFailedPlugins().forEach(each -> failed.add(each.name + ": " + each.cause));
        assertEquals("plugins that could not be loaded", List.of(), failed);
        PluginWrapper ours = plugins.getPlugin("ecs-release");
        assertNotNull(ours);
        assertTrue(ours.isActive());
        assertFalse(ours.hasOriginalDependencyErrors() || ours.hasDerivedDependencyErrors());
        for (PluginWrapper.Dependency each : ours.getDependencies()) {
            assertTrue(each + " is there", plugins.getPlugin(each.shortName) != null && plugins.getPlugin(each.shortName).isActive());
        }
        log.check();
    }

    @Test
    public void every_plugin_that_is_listed_is_installed() throws Exception {
        int count = 0;
        try (InputStream index = InstallTest.class.getResourceAsStream("/test-dependencies/index")) {
            for (String name : new String(index.readAllBytes(), StandardCharsets.UTF_8).split("\\s+")) {
                PluginWrapper plugin = jenkins.jenkins.getPluginManager().getPlugin(name);
                assertTrue(name + " is installed", plugin != null && plugin.isActive());
                count++;
            }
        }
        assertTrue("only " + count, count > 40);
    }
}
