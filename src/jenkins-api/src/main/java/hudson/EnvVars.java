package hudson;

import java.util.Map;
import java.util.TreeMap;

/** Environment variables; names are compared without case, as on Windows agents. */
public class EnvVars extends TreeMap<String, String> {
    private static final long serialVersionUID = 1L;

    public EnvVars() {
        super(String.CASE_INSENSITIVE_ORDER);
    }

    public EnvVars(Map<String, String> from) {
        this();
        putAll(from);
    }

    public EnvVars(EnvVars from) {
        this((Map<String, String>) from);
    }

    public EnvVars(String... keyValuePairs) {
        this();
        if (keyValuePairs.length % 2 != 0) {
            throw new IllegalArgumentException("Names and values must come in pairs.");
        }
        for (int i = 0; i < keyValuePairs.length; i += 2) {
            put(keyValuePairs[i], keyValuePairs[i + 1]);
        }
    }

    public String get(String name, String otherwise) {
        String value = get(name);
        return value == null ? otherwise : value;
    }

    /** Sets, removes for an empty value, or prepends for a name such as {@code PATH+MAVEN}. */
    public void override(String name, String value) {
        if (value == null || value.isEmpty()) {
            remove(name);
            return;
        }
        int plus = name.indexOf('+');
        if (plus > 0) {
            String real = name.substring(0, plus);
            String before = get(real);
            put(real, before == null ? value : value + java.io.File.pathSeparator + before);
        } else {
            put(name, value);
        }
    }

    public EnvVars overrideAll(Map<String, String> all) {
        all.forEach(this::override);
        return this;
    }

    public String expand(String text) {
        return Util.replaceMacro(text, this);
    }
}
