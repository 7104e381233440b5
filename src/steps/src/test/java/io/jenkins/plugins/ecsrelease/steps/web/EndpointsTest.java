package io.jenkins.plugins.ecsrelease.steps.web;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Test;
import org.kohsuke.stapler.interceptor.RequirePOST;
import org.kohsuke.stapler.verb.POST;

/**
 * Every method of the plugin that a URL can reach, as the bytecode has it: none answers to a GET, and each asks for a
 * permission or can tell nobody anything but the same few words. The real Jenkins is asked in test/jenkins.
 */
public class EndpointsTest {

    private static final String STEPS = "io.jenkins.plugins.ecsrelease.steps";
    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(STEPS);

    /** What fills a select with words that are in the plugin itself. */
    private static final Set<String> WORDS = Set.of("hudson.util.ListBoxModel", STEPS + ".Choices", STEPS + ".Messages", STEPS + ".image.Messages",
            "hudson.util.FormValidation", "java.lang.String", "java.lang.Object", "java.util.List", "java.util.ArrayList", "java.util.Collections",
            "io.jenkins.plugins.ecsrelease.engine.image.ScanPolicy", "hudson.Util");

    private static List<JavaMethod> endpoints() {
        List<JavaMethod> endpoints = new ArrayList<>();
        for (JavaClass each : CLASSES) {
            for (JavaMethod method : each.getMethods()) {
                boolean web = method.getName().matches("do[A-Z].*") || method.getName().equals("doIndex")
                        || method.getAnnotations().stream().anyMatch(annotation -> annotation.getRawType().getName().matches(
                                ".*(WebMethod|JavaScriptMethod|RespondSuccess|JsonOutputFilter|GET|PUT|DELETE)$"));
                if (web && method.getModifiers().contains(JavaModifier.PUBLIC) && !method.getModifiers().contains(JavaModifier.SYNTHETIC)) {
                    endpoints.add(method);
                }
            }
        }
        return endpoints;
    }

    @Test
    public void everyEndpointAnswersToPostAlone() {
        List<String> open = endpoints().stream()
                .filter(each -> !each.isAnnotatedWith(POST.class) && !each.isAnnotatedWith(RequirePOST.class))
                .map(JavaMethod::getFullName).toList();
        assertEquals(List.of(), open);
    }

    @Test
    public void everyEndpointAsksForAPermissionOrTellsNothing() {
        Map<String, String> told = new TreeMap<>();
        List<String> unguarded = new ArrayList<>();
        for (JavaMethod each : endpoints()) {
            boolean asks = reaches(each, new HashSet<>());
            boolean words = each.getMethodCallsFromSelf().stream().allMatch(call -> WORDS.contains(call.getTargetOwner().getName())
                    || call.getTargetOwner().getName().equals(each.getOwner().getName()) || call.getName().equals("lambda$"));
            told.put(each.getOwner().getName().substring(STEPS.length() + 1) + "." + each.getName(), asks ? "asks for a permission" : "the same words for everybody");
            if (!asks && !(words && each.getName().startsWith("doFill") && each.getRawParameterTypes().isEmpty())) {
                unguarded.add(each.getFullName());
            }
        }
        assertEquals(List.of(), unguarded);
        assertTrue("the walk finds them: " + told.keySet(), told.size() >= 30 && told.containsKey("page.BuildReleases.doRollback"));
        System.out.println("Endpoints: " + told.size() + ", POST alone; " + told.values().stream().filter(each -> each.startsWith("asks")).count()
                + " ask for a permission, the others tell everybody the same words.");
    }

    /** Whether the method, or one of this plugin that it calls, asks. */
    private static boolean reaches(JavaMethod method, Set<String> seen) {
        if (!seen.add(method.getFullName())) {
            return false;
        }
        for (JavaMethodCall call : method.getMethodCallsFromSelf()) {
            if (Set.of("checkPermission", "hasPermission", "checkAnyPermission", "hasAnyPermission").contains(call.getName())) {
                return true;
            }
            if (call.getTargetOwner().getName().startsWith(STEPS)
                    && call.getTarget().resolveMember().map(each -> reaches(each, seen)).orElse(false)) {
                return true;
            }
        }
        return false;
    }

    @Test
    public void noEndpointReachesOutOfTheController() {
        List<String> reaching = new ArrayList<>();
        for (JavaMethod each : endpoints()) {
            out(each, new HashSet<>()).ifPresent(what -> reaching.add(each.getFullName() + " calls " + what));
        }
        assertEquals(List.of(), reaching);
    }

    private static java.util.Optional<String> out(JavaMethod method, Set<String> seen) {
        if (!seen.add(method.getFullName())) {
            return java.util.Optional.empty();
        }
        for (JavaMethodCall call : method.getMethodCallsFromSelf()) {
            String owner = call.getTargetOwner().getName();
            if (owner.startsWith("software.amazon.awssdk") || owner.startsWith("java.net.http") || owner.equals("java.net.URL") && !call.getName().equals("getPath")
                    || owner.startsWith("java.net.Socket") || owner.equals("java.net.InetAddress")) {
                return java.util.Optional.of(owner + "." + call.getName());
            }
            if (owner.startsWith(STEPS)) {
                java.util.Optional<String> further = call.getTarget().resolveMember().flatMap(each -> out(each, seen));
                if (further.isPresent()) {
                    return further;
                }
            }
        }
        return java.util.Optional.empty();
    }

    /** Scripts, handlers and styles in a page are what a content security policy forbids; unescaped views are what it saves from. */
    @Test
    public void everyViewIsEscapedAndHoldsNoScript() throws IOException {
        Pattern forbidden = Pattern.compile("<script|javascript:|\\son(?!eEach)[a-z]+\\s*=|\\sstyle\\s*=|<j:out|<iframe|<object|<embed|<base\\b|<form[^>]*method=\"get\"|eval\\(|innerHTML|insertAdjacentHTML|document\\.write", Pattern.CASE_INSENSITIVE);
        List<String> wrong = new ArrayList<>();
        int views = 0;
        try (Stream<Path> all = Files.walk(Path.of("src/main/resources"))) {
            for (Path each : all.filter(path -> path.toString().matches(".*\\.(jelly|html|js)")).toList()) {
                String text = Files.readString(each);
                views++;
                if (forbidden.matcher(text).find()) {
                    wrong.add(each + " has " + forbidden.matcher(text).results().findFirst().orElseThrow().group());
                }
                if (each.toString().endsWith(".jelly") && !text.startsWith("<?jelly escape-by-default='true'?>")) {
                    wrong.add(each + " is not escaped by default");
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(views > 50);
        System.out.println("Views: " + views + ", all escaped by default, none with a script, a handler or a style of its own.");
    }
}
