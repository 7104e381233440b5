package io.jenkins.plugins.ecsrelease.rehearsal.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Puts what happened, the page that shows it and the chart library into one file. */
public final class Report {

    /** As npm carries it, unchanged: Maven Central has no version without CVE-2024-21489. */
    private static final String UPLOT = "uplot-1.6.32/";

    private Report() {}

    /** @param data what {@link ReportData} gathered */
    public static void write(JsonNode data, Path to) throws IOException {
        // In a script element "</" could end the data early, and "<!--" change how it is read; JSON may write any '<' so.
        String json = new ObjectMapper().writeValueAsString(data).replace("<", "\\u003c");
        String page = resource("report.html")
                .replace("/*UPLOT-CSS*/", resource(UPLOT + "uPlot.min.css"))
                .replace("/*CSS*/", resource("report.css"))
                .replace("/*UPLOT-JS*/", resource(UPLOT + "uPlot.iife.min.js"))
                .replace("/*JS*/", resource("report.js"));
        Files.writeString(to, page.replace("/*DATA*/", json));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Report.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("The report's part " + name + " is not in this program.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
