package io.jenkins.plugins.ecsrelease.test.jenkins;

import static org.hamcrest.CoreMatchers.is;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.yaml.YamlSource;
import io.jenkins.plugins.ecsrelease.steps.ReleaseConfiguration;
import io.jenkins.plugins.ecsrelease.steps.Messages;
import io.jenkins.plugins.ecsrelease.steps.environment.ReleaseEnvironment;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.htmlunit.Page;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.structs.describable.ArrayType;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.ErrorCollector;
import org.jvnet.hudson.test.JenkinsRule;
import org.kohsuke.stapler.DataBoundSetter;

/** The steps and settings as a real Jenkins loads, shows and calls them. */
public class StepsTest {

    /** What the question mark beside a field of ours leads to. */
    private static final Pattern HELP = Pattern.compile("helpURL=\"(?:/jenkins)?([^\"]*io\\.jenkins\\.plugins\\.ecsrelease[^\"]*)\"");

    @ClassRule
    public static final Aws AWS = new Aws(10);

    @Rule(order = 2)
    public final ErrorCollector errors = new ErrorCollector();

    @Rule(order = 0)
    public final CleanLog log = new CleanLog();

    @Rule(order = 1)
    public final JenkinsRule jenkins = new JenkinsRule();

    @Before
    public void prepare() throws Exception {
        Instance.prepare(jenkins, AWS);
        Instance.protect();
    }

    @Test
    public void every_step_is_found_by_its_name() {
        List<String> names = ours().stream().map(StepDescriptor::getFunctionName).toList();
        assertTrue(names.toString(), names.containsAll(List.of("ecsBlueGreen", "ecsBlueGreenHold", "ecsRollback", "releaseContext")));
    }

    @Test
    public void every_step_can_be_modelled_and_every_parameter_has_a_type() {
        for (StepDescriptor each : ours()) {
            DescribableModel<?> model = DescribableModel.of(each.clazz);
            for (DescribableParameter parameter : model.getParameters()) {
                assertFalse(each.getFunctionName() + "." + parameter.getName() + " " + parameter.getType(),
                        parameter.getType().getClass().getSimpleName().equals("ErrorType"));
            }
        }
    }

    @Test
    public void every_parameter_has_help() throws Exception {
        JenkinsRule.WebClient web = jenkins.createWebClient().login("admin");
        for (StepDescriptor each : ours()) {
            List<String> pages = new ArrayList<>(List.of("help"));
            DescribableModel.of(each.clazz).getParameters().forEach(parameter -> pages.add("help/" + parameter.getName()));
            for (String page : pages) {
                assertHelp(web, each.getDescriptorUrl() + "/" + page);
            }
        }
    }

    @Test
    public void every_help_link_of_every_form_opens() throws Exception {
        configureEverything();
        Map<String, Step> full = new TreeMap<>();
        for (StepDescriptor each : ours()) {
            full.put(each.getFunctionName(), Samples.full(each));
        }
        jenkins.jenkins.getActions().add(new Forms(ours(), full));
        JenkinsRule.WebClient web = jenkins.createWebClient().login("admin");
        Set<String> links = new TreeSet<>();
        for (String form : List.of("forms/", "configure")) {
            Matcher link = HELP.matcher(web.goTo(form).getWebResponse().getContentAsString());
            int before = links.size();
            while (link.find()) {
                links.add(link.group(1));
            }
            assertTrue(form + " has " + (links.size() - before) + " links to help", links.size() - before > 15);
        }
        for (String link : links) {
            assertHelp(web, link.replaceFirst("^/", ""));
        }
    }

    private static void assertHelp(JenkinsRule.WebClient web, String url) throws Exception {
        Page help = web.goTo(url, null);
        assertEquals(url, 200, help.getWebResponse().getStatusCode());
        assertTrue(url, help.getWebResponse().getContentAsString().contains("<p>"));
    }

    @Test
    public void the_snippet_generator_shows_every_step() throws Exception {
        String page = jenkins.createWebClient().login("admin").goTo("pipeline-syntax/").getWebResponse().getContentAsString();
        for (StepDescriptor each : ours()) {
            assertTrue(each.getFunctionName(), page.contains(each.getFunctionName()));
        }
    }

    @Test
    public void the_form_of_every_step_has_a_field_for_every_parameter() throws Exception {
        jenkins.jenkins.getActions().add(new Forms(ours(), Map.of()));
        HtmlPage page = jenkins.createWebClient().login("admin").goTo("forms/");
        List<String> missing = new ArrayList<>();
        for (StepDescriptor each : ours()) {
            String form = page.getFormByName(each.getFunctionName()).asXml();
            for (DescribableParameter parameter : DescribableModel.of(each.clazz).getParameters()) {
                boolean list = parameter.getType() instanceof ArrayType; // Empty, it shows a button alone.
                if (!list && !form.contains("_." + parameter.getName() + "\"") && !form.contains("name=\"" + parameter.getName() + "\"")) {
                    missing.add(each.getFunctionName() + "." + parameter.getName());
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    public void a_form_that_is_saved_as_it_was_shown_gives_the_same_step() throws Exception {
        Map<String, Step> full = new TreeMap<>();
        Map<String, Step> minimal = new TreeMap<>();
        for (StepDescriptor each : ours()) {
            full.put(each.getFunctionName(), Samples.full(each));
            minimal.put(each.getFunctionName(), Samples.minimal(each));
        }
        for (Map<String, Step> shown : List.of(full, minimal)) {
            Forms forms = new Forms(ours(), shown);
            jenkins.jenkins.getActions().removeIf(Forms.class::isInstance);
            jenkins.jenkins.getActions().add(forms);
            JenkinsRule.WebClient web = jenkins.createWebClient().login("admin");
            for (StepDescriptor each : ours()) {
                String name = each.getFunctionName();
                jenkins.submit(web.goTo("forms/").getFormByName(name));
                errors.checkThat(name, Samples.told(forms.submitted(name)), is(Samples.told(shown.get(name))));
            }
        }
    }

    @Test
    public void a_form_that_nobody_filled_in_says_nothing_but_what_must_be_said() throws Exception {
        Forms forms = new Forms(ours(), Map.of());
        jenkins.jenkins.getActions().add(forms);
        JenkinsRule.WebClient web = jenkins.createWebClient().login("admin");
        for (StepDescriptor each : ours()) {
            String name = each.getFunctionName();
            jenkins.submit(web.goTo("forms/").getFormByName(name));
            Set<String> said = new TreeSet<>(DescribableModel.uninstantiate2_(forms.submitted(name)).getArguments().keySet());
            DescribableModel.of(each.clazz).getParameters().stream().filter(DescribableParameter::isRequired)
                    .forEach(parameter -> said.remove(parameter.getName()));
            errors.checkThat(name, said, is(Set.of()));
        }
    }

    @Test
    public void a_generated_call_is_read_back_as_the_same_step() throws Exception {
        for (StepDescriptor each : ours()) {
            for (Step step : List.of(Samples.minimal(each), Samples.full(each))) {
                String call = Snippetizer.object2Groovy(step);
                assertEquals(call, Samples.told(step), Samples.told(Samples.read(each, call)));
            }
            String few = Snippetizer.object2Groovy(Samples.minimal(each));
            DescribableParameter sole = DescribableModel.of(each.clazz).getSoleRequiredParameter();
            for (DescribableParameter parameter : DescribableModel.of(each.clazz).getParameters()) {
                boolean named = parameter.isRequired() && (sole == null || !sole.getName().equals(parameter.getName()));
                assertEquals(few + " has " + parameter.getName(), named, few.contains(parameter.getName() + ":"));
            }
        }
    }

    @Test
    public void the_generated_documentation_has_every_step_parameter_and_choice() throws Exception {
        String page = jenkins.createWebClient().login("admin").goTo("pipeline-syntax/html").getWebResponse().getContentAsString();
        for (StepDescriptor each : ours()) {
            assertTrue(each.getFunctionName(), page.contains("<code>" + each.getFunctionName() + "</code>"));
            for (DescribableParameter parameter : DescribableModel.of(each.clazz).getParameters()) {
                assertTrue(each.getFunctionName() + "." + parameter.getName(), page.contains("<code>" + parameter.getName()));
            }
        }
        assertTrue(page.contains("targetHealth") && page.contains("alarm"));
    }

    @Test
    public void defaults_vanish_from_a_generated_call() throws Exception {
        Step step = (Step) DescribableModel.of(StepDescriptor.byFunctionName("ecsBlueGreen").clazz)
                .instantiate(Map.of("cluster", "shop", "service", "web", "image", "a@sha256:b"), null);
        assertEquals("ecsBlueGreen cluster: 'shop', image: 'a@sha256:b', service: 'web'", Snippetizer.object2Groovy(step));
    }

    @Test
    public void a_sandboxed_pipeline_reads_what_a_step_returns() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(Instance.pipeline(jenkins, "def c = releaseContext()\necho \"it is a ${c.mode} of ${c.originalBuild}\""));
        jenkins.assertLogContains("it is a release of 0", run);
    }

    @Test
    public void no_identity_is_an_error_that_says_what_to_give() throws Exception {
        WorkflowRun run = jenkins.assertBuildStatus(Result.FAILURE, Instance.pipeline(jenkins,
                "ecsBlueGreen cluster: 'shop', service: 'web', region: 'eu-central-1', image: 'a@sha256:" + "2".repeat(64) + "'").scheduleBuild2(0));
        jenkins.assertLogContains("No identity: give 'credentialsId'", run);
    }

    @Test
    public void credentials_of_system_scope_are_out_of_a_pipelines_reach() throws Exception {
        WorkflowRun run = jenkins.assertBuildStatus(Result.FAILURE, Instance.pipeline(jenkins,
                "ecsBlueGreen cluster: 'shop', service: 'web', region: 'eu-central-1', credentialsId: 'of-production', image: 'a@sha256:" + "2".repeat(64) + "'").scheduleBuild2(0));
        jenkins.assertLogContains("No AWS credentials 'of-production'", run);
    }

    @Test
    public void the_system_configuration_is_saved_as_it_was_shown() throws Exception {
        configureEverything();
        String shown = told();
        JenkinsRule.WebClient web = jenkins.createWebClient().login("admin");
        jenkins.submit(web.goTo("configure").getFormByName("config"));
        assertEquals(shown, told());
    }

    @Test
    public void the_form_says_that_a_protected_environment_must_not_act_with_what_any_pipeline_can_take() throws Exception {
        ReleaseEnvironment open = new ReleaseEnvironment("open");
        open.setCredentialsId("deployer");
        ReleaseEnvironment gated = new ReleaseEnvironment("gated");
        gated.setCredentialsId("deployer");
        gated.setGated(true);
        for (ReleaseEnvironment each : List.of(open, gated)) {
            ReleaseConfiguration.get().setEnvironments(List.of(each));
            JenkinsRule.WebClient web = jenkins.createWebClient().login("admin");
            HtmlPage page = web.goTo("configure");
            web.waitForBackgroundJavaScript(20_000);
            boolean scope = page.asNormalizedText().contains(Messages.ReleaseEnvironment_NotOfSystemScope("deployer"));
            boolean approvers = page.asNormalizedText().contains(Messages.ReleaseEnvironment_NoApprovers());
            assertEquals(each.getName() + ": of system scope", each.isGated(), scope);
            assertEquals(each.getName() + ": nobody may approve", each.isGated(), approvers);
        }
    }

    @Test
    public void configuration_as_code_gives_back_what_it_took() throws Exception {
        configureEverything();
        String before = told();
        ByteArrayOutputStream exported = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(exported);
        String ours = section(exported.toString(StandardCharsets.UTF_8), "  ecsRelease:");
        ReleaseConfiguration.get().setEnvironments(List.of());
        ReleaseConfiguration.get().setEditedReplay("allow");
        assertNotEquals(before, told());
        Path yaml = Files.writeString(Files.createTempFile("casc", ".yaml"), "unclassified:\n" + ours);
        ConfigurationAsCode.get().configureWith(YamlSource.of(yaml));
        Files.delete(yaml);
        assertEquals(ours, before, told());
    }

    /** The lines below one that are indented more than it, and it. */
    private static String section(String yaml, String head) {
        StringBuilder section = new StringBuilder();
        for (String line : yaml.split("\n")) {
            boolean deeper = line.isBlank() || line.startsWith("   ") || line.startsWith("  -");
            if (line.equals(head) || !section.isEmpty() && deeper) {
                section.append(line).append('\n');
            } else if (!section.isEmpty()) {
                break;
            }
        }
        return section.toString();
    }

    private static void configureEverything() throws Exception {
        ReleaseConfiguration configuration = ReleaseConfiguration.get();
        configuration.setAuditLogGroup("/releases");
        configuration.setControllerIdentity("shop, team/web");
        configuration.setEditedReplay("refuse");
        configuration.setRecordDays(30);
        configuration.setEnvironments(List.of(Samples.full(ReleaseEnvironment.class), new ReleaseEnvironment("plain")));
    }

    private static String told() throws Exception {
        Map<String, Object> told = new TreeMap<>();
        for (Method each : ReleaseConfiguration.class.getMethods()) {
            if (each.isAnnotationPresent(DataBoundSetter.class) && !each.getName().equals("setEnvironments")) {
                told.put(each.getName(), ReleaseConfiguration.class.getMethod(each.getName().replaceFirst("set", "get")).invoke(ReleaseConfiguration.get()));
            }
        }
        return told + " " + ReleaseConfiguration.get().getEnvironments().stream().map(Samples::told).toList();
    }

    @Test
    public void whoever_may_only_read_sees_no_credentials() throws Exception {
        String url = StepDescriptor.byFunctionName("ecsBlueGreen").getDescriptorUrl() + "/fillCredentialsIdItems";
        JenkinsRule.WebClient web = jenkins.createWebClient().login("reader");
        web.getOptions().setThrowExceptionOnFailingStatusCode(false);
        String answer = web.getPage(new org.htmlunit.WebRequest(web.createCrumbedUrl(url), org.htmlunit.HttpMethod.POST)).getWebResponse().getContentAsString();
        assertFalse(answer, answer.contains("deployer"));
        int asked = web.getPage(new java.net.URL(jenkins.getURL(), url)).getWebResponse().getStatusCode();
        assertTrue("GET is not for it: " + asked, asked == 404 || asked == 405);
    }

    private static List<StepDescriptor> ours() {
        return StepDescriptor.all().stream().filter(each -> each.getClass().getName().startsWith("io.jenkins.plugins.ecsrelease.")).toList();
    }
}
