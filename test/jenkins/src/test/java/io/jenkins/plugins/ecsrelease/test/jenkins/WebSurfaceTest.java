package io.jenkins.plugins.ecsrelease.test.jenkins;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.sun.net.httpserver.HttpServer;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.ecsrelease.steps.ReleasePermissions;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** Every URL of the plugin on a real Jenkins, as nobody, a reader, a builder, an approver and an administrator. */
public class WebSurfaceTest {

    private static final String OURS = "io.jenkins.plugins.ecsrelease.";
    private static final List<String> PEOPLE = List.of("", "reader", "builder", "approver", "admin");
    private static final String HTML = "<script>alert('pwned')</script><img src=x onerror=alert(2)>\"'";
    private static final String SECRET_ID = "id-of-credentials-that-only-some-may-see";

    /** It is asked for what it must refuse, and Jenkins says so. */
    @Rule(order = 0)
    public final CleanLog log = new CleanLog().but("hudson.security.csrf.CrumbFilter",
            "hudson.init.impl.InstallUncaughtExceptionHandler", "org.eclipse.jetty.");

    @Rule(order = 1)
    public final JenkinsRule jenkins = new JenkinsRule();

    private WorkflowJob job;
    private WorkflowRun run;

    @Before
    public void people() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER).everywhere().to("admin")
                .grant(Jenkins.READ, Item.READ).everywhere().to("reader")
                .grant(Jenkins.READ, Item.READ, Item.BUILD).everywhere().to("builder")
                .grant(Jenkins.READ, Item.READ, Item.BUILD, ReleasePermissions.ROLLBACK).everywhere().to("approver"));
        SystemCredentialsProvider.getInstance().getCredentials().add(
                new AWSCredentialsImpl(CredentialsScope.GLOBAL, SECRET_ID, "AKIAIOSFODNN7EXAMPLE", "a-secret-access-key", "of the example"));
        job = jenkins.createProject(WorkflowJob.class, "shop");
        job.setDefinition(new CpsFlowDefinition("echo 'nothing to release'", true));
        run = jenkins.buildAndAssertSuccess(job);
        record(run);
    }

    /** A record in which everything that others may have written is hostile. */
    private static void record(Run<?, ?> run) throws IOException {
        String html = JSONObject.fromObject(Map.of("x", HTML)).toString().replaceFirst("^\\{\"x\":", "").replaceFirst("}$", "");
        Path directory = Files.createDirectories(run.getRootDir().toPath().resolve("ecs-release"));
        String note = "{\"at\":\"2026-11-23T08:00:00Z\",\"kind\":" + html + ",\"text\":" + html + ",\"details\":{},\"quiet\":false}\n"
                + "{\"at\":\"2026-11-23T08:00:01Z\",\"kind\":\"plan\",\"text\":" + html + ",\"details\":{},\"quiet\":false}\n"
                + "{\"at\":\"2026-11-23T08:00:02Z\",\"kind\":\"findings\",\"text\":" + html + ",\"details\":{\"findings\":[{\"id\":" + html
                + ",\"severity\":" + html + ",\"package\":" + html + ",\"url\":\"javascript:alert(3)\"}]},\"quiet\":false}\n";
        Files.writeString(directory.resolve("shop-1-17.timeline.jsonl"), note);
        Files.writeString(directory.resolve("shop-1-17.json"), ("""
                {"format":1,"id":"shop-1-17","kind":"blue-green","schema":1,
                 "identity":{"region":"eu-central-1","credentialsId":"x","roleArn":"","externalId":"","sessionName":"s","sessionTags":{}},
                 "labels":{"job":"shop","build":"1","step":HTML,"cluster":HTML,"service":HTML,"environment":HTML,"plan":"false","commit":HTML,
                           "author":HTML,"approver":HTML},
                 "created":"2026-11-23T08:00:00Z","order":{},"phase":{"name":"ended","state":{"outcome":{"verdict":"SUCCEEDED","message":HTML,
                   "result":{"digest":HTML,"taskDefinition":HTML,"previousTaskDefinition":HTML,"changed":true}}}},
                 "signals":[{"kind":"STOP","about":HTML,"who":HTML,"at":"2026-11-23T08:00:00Z"}],"timelineLength":LENGTH,"outputLength":0}
                """).replace("HTML", html).replace("LENGTH", "" + note.getBytes(StandardCharsets.UTF_8).length));
    }

    private final Map<String, JenkinsRule.WebClient> browsers = new LinkedHashMap<>();

    private JenkinsRule.WebClient browser(String who) throws Exception {
        if (!browsers.containsKey(who)) {
            JenkinsRule.WebClient web = jenkins.createWebClient();
            web.setThrowExceptionOnFailingStatusCode(false);
            web.getOptions().setJavaScriptEnabled(false);
            if (!who.isEmpty()) {
                web.login(who);
            }
            web.getOptions().setRedirectEnabled(false);
            browsers.put(who, web);
        }
        return browsers.get(who);
    }

    private WebResponse ask(String who, HttpMethod method, String path, boolean crumb) throws Exception {
        JenkinsRule.WebClient web = browser(who);
        URL url = crumb ? web.createCrumbedUrl(path) : new URL(jenkins.getURL(), path);
        return web.loadWebResponse(new WebRequest(url, method));
    }

    /** The addresses of all checks and fillings of forms, by reflection over every descriptor of ours that Jenkins has. */
    private List<String> forms() {
        TreeSet<String> forms = new TreeSet<>();
        for (Descriptor<?> each : jenkins.jenkins.getExtensionList(Descriptor.class)) {
            if (!each.getClass().getName().startsWith(OURS)) {
                continue;
            }
            for (Method method : each.getClass().getMethods()) {
                if (method.getName().matches("do(Check|Fill)[A-Z].*")) {
                    String name = method.getName().substring(2);
                    forms.add("descriptorByName/" + each.getId().replace("$", "%24") + "/" + Character.toLowerCase(name.charAt(0)) + name.substring(1));
                }
            }
        }
        return List.copyOf(forms);
    }

    @Test
    public void everyCheckOfAFormNeedsPostAndACrumbAndTellsNobodyWhatHeMayNotSee() throws Exception {
        AtomicInteger fetched = new AtomicInteger();
        HttpServer outside = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        outside.createContext("/", exchange -> {
            fetched.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
        });
        outside.start();
        String value = URLEncoder.encode("http://127.0.0.1:" + outside.getAddress().getPort() + "/", StandardCharsets.UTF_8);
        int asked = 0;
        Map<String, List<String>> seen = new LinkedHashMap<>();
        try {
            for (String form : forms()) {
                for (String who : PEOPLE) {
                    for (String context : List.of("", "job/shop/")) {
                        String path = context + form + "?value=" + value + "&credentialsId=x&gated=true";
                        assertNotAnswered(form + " to a GET by " + who, ask(who, HttpMethod.GET, path, false));
                        assertNotAnswered(form + " without a crumb to " + who, ask(who, HttpMethod.POST, path, false));
                        WebResponse answer = ask(who, HttpMethod.POST, path, true);
                        assertTrue(form + " as " + who + ": " + answer.getStatusCode(), answer.getStatusCode() < 500);
                        boolean tells = answer.getContentAsString().contains(SECRET_ID);
                        assertTrue(form + " tells " + who + " the ids of credentials", !tells || who.equals("admin"));
                        assertFalse(form + " echoes markup", answer.getContentAsString().contains("<script>alert"));
                        if (tells) {
                            seen.computeIfAbsent(who, each -> new ArrayList<>()).add(form);
                        }
                        if (who.isEmpty()) {
                            assertTrue(form + " answers nobody: " + answer.getStatusCode(), answer.getStatusCode() >= 400 || answer.getStatusCode() == 302);
                        }
                        asked += 3;
                    }
                }
            }
        } finally {
            outside.stop(0);
        }
        assertTrue("an administrator sees ids, so there is something to see", seen.containsKey("admin"));
        assertEquals("the controller fetched an address that was given to it", 0, fetched.get());
        assertTrue(forms().size() > 30);
        System.out.println("Checks and fillings of forms: " + forms().size() + ", asked " + asked + " times by " + PEOPLE.size() + " kinds of people; 0 told too much, 0 addresses fetched.");
    }

    private static void assertNotAnswered(String what, WebResponse answer) {
        assertTrue(what + ": " + answer.getStatusCode(), answer.getStatusCode() == 403 || answer.getStatusCode() == 404 || answer.getStatusCode() == 405 || answer.getStatusCode() == 302);
    }

    @Test
    public void pagesAndTheirDataAreForReadersAndEscaped() throws Exception {
        int asked = 0;
        for (String page : List.of("job/shop/ecs-releases/", "job/shop/ecs-releases/api/json?depth=9", "job/shop/ecs-releases/api/xml?depth=9",
                "job/shop/1/ecs-release/", "job/shop/1/ecs-release/api/json?depth=9", "job/shop/1/ecs-release/api/xml?depth=9", "job/shop/1/", "job/shop/")) {
            for (String who : PEOPLE) {
                WebResponse answer = ask(who, HttpMethod.GET, page, false);
                asked++;
                if (who.isEmpty()) {
                    assertTrue(page + " to nobody: " + answer.getStatusCode(), answer.getStatusCode() == 403 || answer.getStatusCode() == 404);
                    assertFalse(page, answer.getContentAsString().contains("pwned"));
                    continue;
                }
                assertEquals(page + " to " + who, 200, answer.getStatusCode());
                String content = answer.getContentAsString();
                if (answer.getContentType().equals("text/html")) {
                    assertFalse(page + " runs what a record says", content.contains("<script>alert(") || content.contains("<img src=x") || content.contains("href=\"javascript:"));
                    assertTrue(page + " shows nothing of it: " + content, page.matches("job/shop/(1/)?") || content.contains("&lt;script"));
                } else {
                    assertEquals(page, answer.getContentType().contains("json") || answer.getContentType().contains("xml"), true);
                }
                assertFalse(page + " tells a key", content.contains("a-secret-access-key"));
            }
        }
        System.out.println("Pages: asked " + asked + " times; nobody sees nothing, readers see it escaped.");
    }

    @Test
    public void rollingBackNeedsPostACrumbAndThePermission() throws Exception {
        String path = "job/shop/1/ecs-release/rollback";
        for (String who : PEOPLE) {
            assertNotAnswered("GET by " + who, ask(who, HttpMethod.GET, path, false));
            assertNotAnswered("no crumb by " + who, ask(who, HttpMethod.POST, path, false));
        }
        jenkins.waitUntilNoActivity();
        assertEquals("nothing was begun", 1, job.getLastBuild().getNumber());
        for (String who : List.of("", "reader", "builder")) {
            assertNotAnswered("POST by " + who, ask(who, HttpMethod.POST, path, true));
        }
        jenkins.waitUntilNoActivity();
        assertEquals("nothing was begun", 1, job.getLastBuild().getNumber());
        int answer = ask("approver", HttpMethod.POST, path, true).getStatusCode();
        assertTrue("to who may, it says whether there is anything to roll back: " + answer, answer < 400 || answer == 409);
    }

    /** Jenkins itself answers 500 to dots in disguise and to trees without an end. */
    @Test
    public void noPathLeadsAnywhereElse() throws Exception {
        int asked = 0;
        for (String hostile : List.of("..%2f..%2f", "%2e%2e/%2e%2e/config.xml", "run/", "run/delete", "releases/0/", "releases/0/id", "releases/journal", "job/config.xml",
                "class/classLoader/", "api/json?tree=run[*]", "api/python", "getClass", "gates/0/", "%00", "%0d%0aSet-Cookie:a=b", "$stapler/", "descriptor/",
                "traffic/", "releases/0/traffic/", "releases/0/journal/timeline", "../../../credentials/", "doRollback", "api/json?depth=1000000", "api/json?tree=" + "releases[".repeat(500))) {
            for (String base : List.of("job/shop/1/ecs-release/", "job/shop/ecs-releases/")) {
                for (String who : List.of("reader", "approver")) {
                    WebResponse answer = ask(who, HttpMethod.GET, base + hostile, false);
                    asked++;
                    assertTrue(base + hostile + " as " + who + ": " + answer.getStatusCode(), answer.getStatusCode() != 500 || hostile.contains("tree=") || hostile.startsWith("%2e"));
                    assertFalse(base + hostile, answer.getContentAsString().contains("a-secret-access-key") || answer.getContentAsString().contains("<credentialsId>"));
                    assertEquals(null, answer.getResponseHeaderValue("a"));
                }
            }
        }
        System.out.println("Hostile paths: " + asked + ", none led anywhere else.");
    }

    @Test
    public void ourPagesNeedNothingThatAContentSecurityPolicyForbids() throws Exception {
        for (String page : List.of("job/shop/1/ecs-release/", "job/shop/ecs-releases/")) {
            String content = ask("approver", HttpMethod.GET, page, false).getContentAsString();
            String ours = content.substring(content.indexOf("id=\"main-panel\""));
            ours = ours.substring(0, Math.max(ours.indexOf("<footer"), ours.length() / 2));
            assertFalse(page, ours.replaceAll("(?s)<script[^>]*src=[^>]*></script>", "").matches("(?s).*<script(?![^>]*application/json).*"));
            assertFalse(page + " has a handler", ours.matches("(?s).*<[^>]*\\son[a-z]+=\"[^>]*>.*"));
            assertFalse(page + " has a style", ours.matches("(?s).*<[^>]*\\sstyle=\"[^>]*>.*"));
        }
    }
}
