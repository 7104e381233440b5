package io.jenkins.plugins.ecsrelease.steps;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import hudson.model.Cause;
import hudson.util.FormValidation;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.health.Check;
import io.jenkins.plugins.ecsrelease.steps.check.AlarmCheck;
import io.jenkins.plugins.ecsrelease.steps.environment.ReleaseEnvironment;
import io.jenkins.plugins.ecsrelease.steps.host.TestContext;
import io.jenkins.plugins.ecsrelease.steps.host.TestFlow;
import io.jenkins.plugins.ecsrelease.steps.host.TestJenkins;
import io.jenkins.plugins.ecsrelease.steps.host.TestJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.springframework.security.access.AccessDeniedException;

/** What an administrator sets, and what steps make of it. */
public class ConfigurationTest {

    private static final Identity SOMEBODY = new Identity("eu-central-1", "", "", "", "");

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final ReleaseEnvironment production = new ReleaseEnvironment("production");
    private TestJenkins jenkins;
    private Build build;

    @Before
    public void aConfiguration() throws Exception {
        jenkins = new TestJenkins(folder.newFolder("home"));
        production.setChecks(List.of(new AlarmCheck("production-5xx")));
        ReleaseConfiguration.get().setEnvironments(List.of(production));
        build = new Build(new TestContext(new TestJob(jenkins, "shop").build(new Cause.UserIdCause("alice")), new TestFlow()), SOMEBODY);
    }

    @After
    public void close() {
        jenkins.close();
    }

    @Test
    public void a_step_that_names_no_checks_takes_those_of_its_environment() {
        assertEquals(List.of("alarm production-5xx"), titles(deployment("production")));
        assertEquals(List.of(), titles(deployment(null)));
    }

    @Test
    public void a_step_that_names_checks_is_judged_by_them() {
        EcsBlueGreenStep step = deployment("production");
        step.setChecks(List.of(new AlarmCheck("mine")));
        assertEquals(List.of("alarm mine"), titles(step));
    }

    @Test
    public void what_cannot_be_meant_is_refused() {
        ReleaseConfiguration configuration = ReleaseConfiguration.get();
        assertThrows(IllegalArgumentException.class, () -> configuration.setRecordDays(-1));
        assertThrows(IllegalArgumentException.class, () -> configuration.setEditedReplay("perhaps"));
        assertThrows(IllegalArgumentException.class, () -> configuration.setEnvironments(List.of(production, new ReleaseEnvironment("production"))));
        assertThrows(IllegalArgumentException.class, () -> configuration.setEnvironments(List.of(new ReleaseEnvironment(" "))));
    }

    @Test
    public void what_is_protected_is_matched_by_account_region_cluster_and_service() {
        production.setAccount("123456789012");
        production.setRegion("eu-central-1");
        production.setClusters("shop-production, shop-eu-*");
        production.setServices("web*");
        assertTrue(production.covers("123456789012", "eu-central-1", "shop-eu-2", "web-2"));
        assertEquals(false, production.covers("210987654321", "eu-central-1", "shop-production", "web"));
        assertEquals(false, production.covers("123456789012", "us-east-1", "shop-production", "web"));
        assertEquals(false, production.covers("123456789012", "eu-central-1", "shop-staging", "web"));
        assertEquals(false, production.covers("123456789012", "eu-central-1", "shop-production", "worker"));
        assertTrue("an account that is not known counts as its own", production.covers("", "eu-central-1", "shop-production", "web"));
    }

    @Test
    public void the_gates_of_an_environment_are_called_after_it() {
        assertEquals("DeployProduction", production.gate());
        assertEquals("RollBackProduction", production.rollbackGate());
        production.setGateId("DeployShop");
        assertEquals("RollBackShop", production.rollbackGate());
    }

    @Test
    public void only_administrators_have_the_forms_of_the_configuration_checked() {
        assertEquals(FormValidation.Kind.ERROR, ReleaseConfiguration.get().doCheckRecordDays("-1").kind);
        jenkins.denied.add(Jenkins.ADMINISTER);
        assertThrows(AccessDeniedException.class, () -> ReleaseConfiguration.get().doCheckRecordDays("-1"));
        assertThrows(AccessDeniedException.class, () -> ReleaseConfiguration.get().doCheckEndpoint("http://x"));
    }

    @Test
    public void the_block_that_administrators_paste_names_settings_that_there_are() throws Exception {
        String guide = Files.readString(Path.of("../../docs/install.md"));
        String block = guide.substring(guide.indexOf("  ecsRelease:"), guide.indexOf("  globalLibraries:"));
        List<String> unknown = new ArrayList<>();
        int known = 0;
        for (String line : block.lines().toList()) {
            Matcher setting = Pattern.compile("^( {4}| {6}- | {8})(\\w+):.*").matcher(line);
            if (setting.matches()) {
                Class<?> of = setting.group(1).length() == 4 ? ReleaseConfiguration.class : ReleaseEnvironment.class;
                String setter = "set" + Character.toUpperCase(setting.group(2).charAt(0)) + setting.group(2).substring(1);
                if (setting.group(2).equals("name") || Arrays.stream(of.getMethods()).anyMatch(each -> each.getName().equals(setter))) {
                    known++;
                } else {
                    unknown.add(setting.group(2));
                }
            }
        }
        assertEquals(List.of(), unknown);
        assertTrue(known + " settings", known >= 15);
    }

    private EcsBlueGreenStep deployment(String environment) {
        EcsBlueGreenStep step = new EcsBlueGreenStep("shop", "web");
        step.setImage("123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop@sha256:" + "a".repeat(64));
        step.setEnvironment(environment);
        return step;
    }

    private List<String> titles(EcsBlueGreenStep step) {
        return step.order(build).checks().stream().map(Check::title).toList();
    }
}
