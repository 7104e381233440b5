package io.jenkins.plugins.ecsrelease.steps.link;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The packaged plugin, opened. */
final class Hpi {

    static final String LIB = "WEB-INF/lib/";

    final Map<String, byte[]> entries;

    private Hpi(Map<String, byte[]> entries) {
        this.entries = entries;
    }

    static Hpi built() throws IOException {
        Path file = Path.of(System.getProperty("hpi"));
        try (InputStream in = Files.newInputStream(file)) {
            return new Hpi(unzip(in));
        }
    }

    /** The plugin's own classes and resources, by name. */
    Map<String, byte[]> inner() throws IOException {
        return unzip(new ByteArrayInputStream(entries.get(LIB + "ecs-release.jar")));
    }

    static Attributes manifest(Map<String, byte[]> of) throws IOException {
        return new Manifest(new ByteArrayInputStream(of.get("META-INF/MANIFEST.MF"))).getMainAttributes();
    }

    static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }

    private static Map<String, byte[]> unzip(InputStream in) throws IOException {
        Map<String, byte[]> found = new TreeMap<>();
        ZipInputStream zip = new ZipInputStream(in);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (!entry.isDirectory()) {
                found.put(entry.getName(), zip.readAllBytes());
            }
        }
        return found;
    }
}
