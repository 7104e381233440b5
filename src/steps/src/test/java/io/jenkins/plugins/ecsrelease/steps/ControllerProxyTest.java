package io.jenkins.plugins.ecsrelease.steps;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import hudson.ProxyConfiguration;
import io.jenkins.plugins.ecsrelease.engine.aws.HttpProxy;
import io.jenkins.plugins.ecsrelease.steps.host.TestJenkins;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The proxy that an administrator set for Jenkins is the way to AWS. */
public class ControllerProxyTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private TestJenkins jenkins;

    @Before
    public void aJenkins() throws Exception {
        jenkins = new TestJenkins(folder.newFolder("home"));
    }

    @After
    public void shutDown() {
        jenkins.close();
    }

    @Test
    public void where_none_is_set_the_machines_own_settings_count() {
        assertNull(ControllerProxy.get());
        jenkins.proxy = new ProxyConfiguration("", 0, null, null, null);
        assertNull(ControllerProxy.get());
    }

    @Test
    public void its_address_user_and_exceptions_are_taken_over() {
        jenkins.proxy = new ProxyConfiguration("proxy.example", 3128, "jenkins", "correct horse", "*.internal, vpce-1.example");

        HttpProxy taken = ControllerProxy.get();

        assertEquals("proxy.example", taken.host());
        assertEquals(3128, taken.port());
        assertEquals("jenkins", taken.user());
        assertEquals("correct horse", taken.password());
        assertTrue(taken.direct("ssmmessages.internal"));
        assertTrue(taken.direct("vpce-1.example"));
        assertTrue(taken.direct("127.0.0.1"));
        assertFalse(taken.direct("ssmmessages.eu-central-1.amazonaws.com"));
    }
}
