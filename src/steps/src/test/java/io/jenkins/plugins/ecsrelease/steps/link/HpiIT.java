package io.jenkins.plugins.ecsrelease.steps.link;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.Extension;
import java.io.ByteArrayInputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.stream.Collectors;
import net.java.sezpoz.Index;
import net.java.sezpoz.IndexItem;
import org.junit.Before;
import org.junit.Test;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Opens the packaged plugin and looks at it as Jenkins does. */
public class HpiIT {

    private static final String STEPS = "io/jenkins/plugins/ecsrelease/steps/";
    private static final String ENGINE = "io/jenkins/plugins/ecsrelease/engine/";

    private Hpi hpi;
    private Map<String, byte[]> inner;
    private Map<String, ClassNode> steps;
    private Map<String, ClassNode> shipped;

    @Before
    public void open() throws Exception {
        hpi = Hpi.built();
        inner = hpi.inner();
        steps = Bytecode.inJar(new ByteArrayInputStream(hpi.entries.get(Hpi.LIB + "ecs-release.jar")));
        shipped = new LinkedHashMap<>(steps);
        shipped.putAll(Bytecode.inJar(new ByteArrayInputStream(hpi.entries.get(Hpi.LIB + "ecs-release-engine.jar"))));
    }

    @Test
    public void the_manifest_says_what_jenkins_must_know_in_both_places() throws Exception {
        for (Map<String, byte[]> place : List.of(hpi.entries, inner)) {
            Attributes manifest = Hpi.manifest(place);
            assertEquals("ecs-release", manifest.getValue("Short-Name"));
            assertEquals("ECS Release", manifest.getValue("Long-Name"));
            assertEquals(System.getProperty("plugin.version"), manifest.getValue("Plugin-Version"));
            assertEquals("2.528.3", manifest.getValue("Jenkins-Version"));
            assertEquals("17", manifest.getValue("Minimum-Java-Version"));
            assertTrue(manifest.getValue("Plugin-Dependencies").endsWith("aws-credentials:265.v8422a_f384cd9;resolution:=optional"));
        }
    }

    @Test
    public void only_our_own_jars_and_what_no_plugin_carries_are_inside() {
        Set<String> expected = new TreeSet<>(Set.of("ecs-release", "ecs-release-engine"));
        expected.addAll(bundled());
        Set<String> found = hpi.entries.keySet().stream().filter(each -> each.startsWith("WEB-INF/"))
                .map(each -> each.replace(Hpi.LIB, "").replace(".jar", "")).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(expected, found);
    }

    @Test
    public void no_class_of_the_slice_or_the_sandbox_is_inside() {
        assertEquals(List.of(), shipped.keySet().stream().filter(each -> !each.startsWith(STEPS) && !each.startsWith(ENGINE)).toList());
    }

    @Test
    public void the_packaged_classes_link_with_the_real_jenkins() {
        assertEquals(Set.of(), linkCheck().faults(shipped.values()));
    }

    @Test
    public void every_plugin_that_is_used_is_declared_and_every_declared_one_is_used() throws Exception {
        LinkCheck check = linkCheck();
        check.faults(shipped.values());
        Set<String> used = new TreeSet<>();
        check.named().forEach(type -> Origins.of(type).ifPresent(used::add));
        Set<String> declared = Arrays.stream(Hpi.manifest(hpi.entries).getValue("Plugin-Dependencies").split(","))
                .map(each -> each.substring(0, each.indexOf(':'))).collect(Collectors.toCollection(TreeSet::new));
        bundled().forEach(each -> declared.add(Origins.BUNDLED + each));
        used.add("ionicons-api"); // Pages name its icons.
        assertEquals(declared, used);
    }

    @Test
    public void the_index_of_extensions_names_every_step_and_only_what_is_there() throws Exception {
        Set<String> listed = new TreeSet<>();
        Path jar = Files.write(Files.createTempFile("inner", ".jar"), hpi.entries.get(Hpi.LIB + "ecs-release.jar"));
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            for (IndexItem<Extension, Object> each : Index.load(Extension.class, Object.class, loader)) {
                listed.add(each.className());
            }
        } finally {
            Files.delete(jar);
        }
        World world = world();
        for (ClassNode each : steps.values()) {
            KnownType type = world.type(each.name).orElseThrow();
            if (!type.is("abstract") && world.derived(each.name, "hudson/model/Descriptor")) {
                assertTrue(each.name + " is not in the index: it lacks @Extension", listed.contains(each.name.replace('/', '.')));
            }
        }
        assertEquals(Set.of(), listed.stream().filter(each -> !steps.containsKey(each.replace('.', '/'))).collect(Collectors.toSet()));
    }

    @Test
    public void the_indexes_of_symbols_and_terminators_name_every_class_that_carries_one() {
        for (String annotation : List.of("org.jenkinsci.Symbol", "hudson.init.Terminator")) {
            String descriptor = "L" + annotation.replace('.', '/') + ";";
            Set<String> carrying = steps.values().stream().filter(each -> carries(each, descriptor))
                    .map(each -> each.name.replace('/', '.')).collect(Collectors.toCollection(TreeSet::new));
            assertTrue(annotation + " is used", !carrying.isEmpty());
            assertEquals(carrying, new TreeSet<>(Hpi.text(inner.get("META-INF/services/annotations/" + annotation)).lines().toList()));
        }
    }

    @Test
    public void stapler_finds_the_constructor_parameters_of_everything_that_is_bound() {
        List<String> missing = new ArrayList<>();
        for (ClassNode each : steps.values()) {
            boolean bound = each.methods.stream().anyMatch(method -> annotated(method.visibleAnnotations, "Lorg/kohsuke/stapler/DataBoundConstructor;"));
            if (bound && !inner.containsKey(each.name.replace('$', '/') + ".stapler")) {
                missing.add(each.name);
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    public void every_step_and_parameter_has_a_form_and_a_help_text() {
        World world = world();
        List<String> missing = new ArrayList<>();
        for (ClassNode each : steps.values()) {
            if (world.type(each.name).orElseThrow().is("abstract") || !world.derived(each.name, "org/jenkinsci/plugins/workflow/steps/Step")) {
                continue;
            }
            for (String page : List.of("config.jelly", "help.html")) {
                if (!inner.containsKey(each.name + "/" + page)) {
                    missing.add(each.name + "/" + page);
                }
            }
            for (String parameter : parameters(world, each.name)) {
                boolean helped = world.lineage(each.name).stream().anyMatch(type -> inner.containsKey(type.name() + "/help-" + parameter + ".html"));
                if (!helped) {
                    missing.add(each.name + "/help-" + parameter + ".html");
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    public void whatever_else_has_a_form_has_a_help_text_for_each_of_its_fields() {
        World world = world();
        List<String> missing = new ArrayList<>();
        int fields = 0;
        for (ClassNode each : steps.values()) {
            if (world.type(each.name).orElseThrow().is("abstract") || !inner.containsKey(each.name + "/config.jelly")) {
                continue;
            }
            for (String parameter : parameters(world, each.name)) {
                fields++;
                if (world.lineage(each.name).stream().noneMatch(type -> inner.containsKey(type.name() + "/help-" + parameter + ".html"))) {
                    missing.add(each.name + "/help-" + parameter + ".html");
                }
                if (world.lineage(each.name).stream().noneMatch(type -> forms(type.name()).contains("field=\"" + parameter + "\""))) {
                    missing.add("a field for " + each.name + "." + parameter);
                }
            }
        }
        assertEquals(List.of(), missing);
        assertTrue("forms were looked at", fields > 100);
    }

    /** All views of a type as one text. */
    private String forms(String type) {
        return inner.entrySet().stream().filter(each -> each.getKey().startsWith(type + "/") && each.getKey().endsWith(".jelly"))
                .map(each -> Hpi.text(each.getValue())).collect(Collectors.joining());
    }

    @Test
    public void views_escape_by_default_and_run_no_inline_script() {
        inner.forEach((name, content) -> {
            if (name.endsWith(".jelly")) {
                assertTrue(name, Hpi.text(content).startsWith("<?jelly escape-by-default='true'?>"));
            }
            if (name.endsWith(".jelly") || name.endsWith(".html")) {
                assertTrue(name + " runs a script of its own", !Hpi.text(content).matches("(?s).*(<script>|\\son[a-z]+=|javascript:).*"));
            }
        });
        assertTrue(inner.containsKey("index.jelly"));
        assertTrue(inner.containsKey(STEPS + "Messages.class") && inner.containsKey(STEPS + "Messages.properties"));
    }

    private Set<String> parameters(World world, String step) {
        Set<String> parameters = new TreeSet<>();
        for (KnownType type : world.lineage(step)) {
            ClassNode node = steps.get(type.name());
            if (node != null) {
                for (MethodNode method : node.methods) {
                    if (annotated(method.visibleAnnotations, "Lorg/kohsuke/stapler/DataBoundSetter;")) {
                        parameters.add(Character.toLowerCase(method.name.charAt(3)) + method.name.substring(4));
                    }
                }
            }
        }
        byte[] constructor = inner.get(step + ".stapler");
        if (constructor != null) {
            Hpi.text(constructor).lines().filter(each -> each.startsWith("constructor=")).map(each -> each.substring(12))
                    .filter(each -> !each.isEmpty()).forEach(each -> parameters.addAll(List.of(each.split(","))));
        }
        return parameters;
    }

    private static boolean carries(ClassNode type, String annotation) {
        return annotated(type.visibleAnnotations, annotation)
                || type.methods.stream().anyMatch(each -> annotated(each.visibleAnnotations, annotation));
    }

    private static boolean annotated(List<AnnotationNode> annotations, String descriptor) {
        return annotations != null && annotations.stream().anyMatch(each -> each.desc.equals(descriptor));
    }

    private LinkCheck linkCheck() {
        return new LinkCheck(world());
    }

    private World world() {
        return new World(shipped, SignatureFile.carried(), Brought::isFrom);
    }

    private static Set<String> bundled() {
        return Set.of(System.getProperty("bundled.modules").split(","));
    }
}
