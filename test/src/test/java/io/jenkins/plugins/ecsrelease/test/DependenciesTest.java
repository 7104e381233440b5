package io.jenkins.plugins.ecsrelease.test;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * No library comes in, and none changes its version, without having been looked at: what there is is what
 * {@code reviewed-libraries.txt} names, neither more nor less. No database of vulnerabilities is asked.
 */
public class DependenciesTest {

    /** Where Maven keeps a jar: group as directories, artifact, version. */
    private static final Pattern JAR = Pattern.compile(".*/repository/(.+)/([^/]+)/([^/]+)/\\2-\\3[^/]*\\.jar");
    private static final Path PROJECT = Path.of("..");

    /** The class path of this module, which depends on every other. */
    private static Set<String> libraries() {
        Set<String> seen = new TreeSet<>();
        for (String jar : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Matcher parts = JAR.matcher(jar.replace('\\', '/'));
            if (parts.matches() && !parts.group(1).startsWith("io/jenkins/plugins") && !parts.group(1).startsWith("org/apache/maven/surefire")) {
                seen.add(parts.group(1).replace('/', '.') + ":" + parts.group(2) + " " + parts.group(3));
            }
        }
        return seen;
    }

    @Test
    public void everyLibraryIsReviewedInItsVersion() throws IOException {
        Set<String> unreviewed = libraries();
        int seen = unreviewed.size();
        unreviewed.removeAll(Reviewed.in("shipped", "jenkins", "outside", "test"));
        assertEquals("Look for what is known of these, and put them into reviewed-libraries.txt", Set.of(), unreviewed);
        assertTrue("libraries are looked at: " + seen, seen > 60);
        System.out.println("Libraries: " + seen + ", each reviewed in its version.");
    }

    @Test
    public void noReviewIsOfALibraryThatIsGone() throws IOException {
        Set<String> gone = Reviewed.in("shipped", "jenkins", "outside");
        gone.removeAll(libraries());
        assertEquals(Set.of(), gone);
    }

    @Test
    public void everyPluginOfTheBuildIsReviewedInItsVersion() throws Exception {
        Set<String> plugins = plugins();
        plugins.removeIf(each -> each.startsWith("io.jenkins.plugins:"));
        assertEquals(Reviewed.in("build"), plugins);
    }

    @Test
    public void whatLiesInTheProjectIsWhatWasReviewed() throws IOException {
        Path report = PROJECT.resolve("src/rehearsal/src/main/resources/io/jenkins/plugins/ecsrelease/rehearsal/report");
        Set<String> carried = new TreeSet<>();
        try (Stream<Path> files = Files.list(report)) {
            for (Path directory : files.filter(Files::isDirectory).toList()) {
                String[] name = directory.getFileName().toString().split("-(?=\\d)");
                String text = Files.readString(directory.resolve("uPlot.iife.min.js"));
                assertTrue(directory + " says itself what it is", text.contains("(v" + name[1] + ")"));
                assertTrue("with its license", Files.readString(directory.resolve("LICENSE"), StandardCharsets.UTF_8).contains("MIT License"));
                carried.add("npm:" + name[0] + " " + name[1]);
            }
        }
        assertEquals(Reviewed.in("carried"), carried);
    }

    /** Every version of a plugin, of what is given to one, and of an annotation processor, that a pom of the reactor names. */
    private static Set<String> plugins() throws Exception {
        Map<String, String> properties = new HashMap<>();
        Set<String> plugins = new TreeSet<>();
        for (Path pom : poms()) {
            Element root;
            try (InputStream in = Files.newInputStream(pom)) {
                root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in).getDocumentElement();
            }
            children(root, "properties").forEach(all -> {
                for (int i = 0; i < all.getChildNodes().getLength(); i++) {
                    if (all.getChildNodes().item(i) instanceof Element property) {
                        properties.put("${" + property.getTagName() + "}", property.getTextContent().trim());
                    }
                }
            });
            NodeList processors = root.getElementsByTagName("path");
            for (int i = 0; i < processors.getLength(); i++) {
                named((Element) processors.item(i), "", properties, plugins);
            }
            NodeList all = root.getElementsByTagName("plugin");
            for (int i = 0; i < all.getLength(); i++) {
                Element plugin = (Element) all.item(i);
                named(plugin, "org.apache.maven.plugins", properties, plugins);
                for (Element dependencies : children(plugin, "dependencies")) {
                    children(dependencies, "dependency").forEach(each -> named(each, "", properties, plugins));
                }
            }
        }
        return plugins;
    }

    private static List<Path> poms() throws IOException {
        try (Stream<Path> modules = Files.list(PROJECT.resolve("src"))) {
            return Stream.of(Stream.of(PROJECT.resolve("pom.xml"), PROJECT.resolve("test/pom.xml")), modules.map(module -> module.resolve("pom.xml")))
                    .flatMap(each -> each).filter(Files::exists).toList();
        }
    }

    private static void named(Element element, String group, Map<String, String> properties, Set<String> names) {
        List<Element> version = children(element, "version");
        if (!version.isEmpty()) {
            List<Element> own = children(element, "groupId");
            String text = version.get(0).getTextContent();
            names.add((own.isEmpty() ? group : own.get(0).getTextContent()) + ":" + children(element, "artifactId").get(0).getTextContent()
                    + " " + properties.getOrDefault(text, text));
        }
    }

    private static List<Element> children(Element element, String name) {
        return Stream.iterate(0, i -> i + 1).limit(element.getChildNodes().getLength()).map(i -> element.getChildNodes().item(i))
                .filter(node -> node instanceof Element child && child.getTagName().equals(name)).map(node -> (Element) node).toList();
    }
}
