package io.jenkins.plugins.ecsrelease.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is installed in an image, read from the package databases in its layers: dpkg (also the split form of lean images),
 * apk, and, for enhanced scans, the lock files of npm and Composer.
 *
 * @param os whether there is a package database of an operating system: without one a scanner supports no image
 */
record Packages(boolean os, List<Installed> installed) {

    /** @param file where it is listed */
    record Installed(String name, String version, String kind, String file) {}

    static Packages of(Blobs blobs, Manifest manifest, boolean languages) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        Layers.visit(blobs, manifest, (path, entry, content) -> {
            int slash = path.lastIndexOf('/');
            String name = path.substring(slash + 1);
            String parent = slash < 0 ? "" : path.substring(0, slash + 1);
            if (name.equals(".wh..wh..opq")) {
                files.keySet().removeIf(file -> file.startsWith(parent));
            } else if (name.startsWith(".wh.")) {
                String gone = parent + name.substring(4);
                files.keySet().removeIf(file -> file.equals(gone) || file.startsWith(gone + "/"));
            } else if (entry.isFile() && kind(path, languages) != null) {
                files.put(path, content.readAllBytes());
            }
        });
        List<Installed> installed = new ArrayList<>();
        boolean os = false;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            String kind = kind(file.getKey(), languages);
            os |= kind.equals("OS") || kind.equals("APK");
            String text = new String(file.getValue(), StandardCharsets.UTF_8);
            switch (kind) {
                case "OS" -> stanzas(text, "Package: ", "Version: ", kind, file.getKey(), installed);
                case "APK" -> stanzas(text, "P:", "V:", "OS", file.getKey(), installed);
                case "NODEJS" -> npm(text, file.getKey(), installed);
                default -> composer(text, file.getKey(), installed);
            }
        }
        return new Packages(os, List.copyOf(installed));
    }

    private static String kind(String path, boolean languages) {
        if (path.equals("var/lib/dpkg/status") || path.startsWith("var/lib/dpkg/status.d/")) {
            return "OS";
        }
        if (path.equals("lib/apk/db/installed") || path.equals("usr/lib/apk/db/installed")) {
            return "APK";
        }
        if (languages && path.endsWith("package-lock.json")) {
            return "NODEJS";
        }
        return languages && path.endsWith("composer.lock") ? "PHP" : null;
    }

    private static void stanzas(
            String text, String nameKey, String versionKey, String kind, String file, List<Installed> installed) {
        for (String stanza : text.split("\n\\s*\n")) {
            String name = "";
            String version = "";
            for (String line : stanza.split("\n")) {
                if (line.startsWith(nameKey)) {
                    name = line.substring(nameKey.length()).trim();
                } else if (line.startsWith(versionKey)) {
                    version = line.substring(versionKey.length()).trim();
                }
            }
            if (!name.isEmpty() && !version.isEmpty()) {
                installed.add(new Installed(name, version, kind, file));
            }
        }
    }

    private static void npm(String text, String file, List<Installed> installed) throws IOException {
        JsonNode packages = Manifest.JSON.readTree(text).path("packages");
        packages.fields().forEachRemaining(one -> {
            int at = one.getKey().lastIndexOf("node_modules/");
            if (at >= 0) {
                String name = one.getKey().substring(at + "node_modules/".length());
                installed.add(new Installed(name, one.getValue().path("version").asText(), "NODEJS", file));
            }
        });
    }

    private static void composer(String text, String file, List<Installed> installed) throws IOException {
        for (JsonNode one : Manifest.JSON.readTree(text).path("packages")) {
            installed.add(new Installed(
                    one.path("name").asText(), one.path("version").asText().replaceFirst("^v", ""), "PHP", file));
        }
    }
}
