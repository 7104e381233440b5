package net.sf.json;

import java.util.LinkedHashMap;
import java.util.Map;

/** A submitted form. */
public final class JSONObject implements JSON {
    private final Map<String, Object> values = new LinkedHashMap<>();

    public Object get(String name) {
        return values.get(name);
    }

    public Object opt(String name) {
        return values.get(name);
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public String optString(String name) {
        return values.containsKey(name) ? String.valueOf(values.get(name)) : "";
    }

    public boolean optBoolean(String name) {
        return Boolean.parseBoolean(optString(name));
    }

    public JSONObject element(String name, Object value) {
        values.put(name, value);
        return this;
    }
}
