package hudson;

import java.io.File;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

public class Util {

    private static final Pattern MACRO = Pattern.compile("\\$([A-Za-z0-9_]+|\\{[A-Za-z0-9_.]+\\}|\\$)");

    private Util() {}

    public static String fixNull(String text) {
        return text == null ? "" : text;
    }

    public static <T> T fixNull(T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    public static String fixEmpty(String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    public static String fixEmptyAndTrim(String text) {
        return text == null ? null : fixEmpty(text.trim());
    }

    public static String escape(String text) {
        return text == null ? null : text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#039;").replace("\n", "<br>");
    }

    public static String xmlEscape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    public static String rawEncode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public static String getDigestOf(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    public static String getTimeSpanString(long milliseconds) {
        long seconds = milliseconds / 1000;
        if (seconds < 60) {
            return seconds + " sec";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min " + seconds % 60 + " sec";
        }
        return seconds / 3600 + " hr " + seconds % 3600 / 60 + " min";
    }

    public static String replaceMacro(String text, Map<String, String> values) {
        if (text == null) {
            return null;
        }
        Matcher macro = MACRO.matcher(text);
        StringBuilder expanded = new StringBuilder();
        while (macro.find()) {
            String name = macro.group(1);
            String value = name.equals("$") ? "$" : values.get(name.startsWith("{") ? name.substring(1, name.length() - 1) : name);
            macro.appendReplacement(expanded, Matcher.quoteReplacement(value == null ? macro.group() : value));
        }
        return macro.appendTail(expanded).toString();
    }

    public static void deleteRecursive(File directory) throws IOException {
        if (!directory.exists()) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory.toPath())) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
