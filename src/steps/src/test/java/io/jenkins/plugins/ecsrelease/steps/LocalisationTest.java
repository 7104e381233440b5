package io.jenkins.plugins.ecsrelease.steps;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.Test;
import org.jvnet.localizer.LocaleProvider;

/** Texts in another language are texts of something that is there. */
public class LocalisationTest {

    private static final Path RESOURCES = Path.of("src/main/resources");

    @Test
    public void no_translation_is_of_a_text_that_is_gone() throws Exception {
        List<String> stale = new ArrayList<>();
        int known = 0;
        for (Path each : translations()) {
            String base = each.getFileName().toString().replace("_de.properties", "");
            for (String key : properties(each).stringPropertyNames()) {
                if (base.equals("Messages") ? properties(each.resolveSibling("Messages.properties")).containsKey(key)
                        : Files.readString(each.resolveSibling(base + ".jelly")).contains("${%" + key)) {
                    known++;
                } else {
                    stale.add(each + ": " + key);
                }
            }
        }
        assertEquals(List.of(), stale);
        assertTrue(known + " translations", known > 60);
    }

    @Test
    public void messages_are_told_in_the_language_of_who_reads_them() {
        LocaleProvider before = LocaleProvider.getProvider();
        LocaleProvider.setProvider(new LocaleProvider() {
            @Override
            public Locale get() {
                return Locale.GERMAN;
            }
        });
        try {
            assertEquals("Gestartet, um #7 zurückzunehmen", Messages.RollbackCause_ShortDescription(7));
        } finally {
            LocaleProvider.setProvider(before);
        }
    }

    private static List<Path> translations() throws IOException {
        try (Stream<Path> files = Files.walk(RESOURCES)) {
            return files.filter(each -> each.toString().endsWith("_de.properties")).toList();
        }
    }

    private static Properties properties(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(in);
        }
        return properties;
    }
}
