package jenkins.util;

public class SystemProperties {
    private SystemProperties() {}

    public static String getString(String name) {
        return System.getProperty(name);
    }

    public static String getString(String name, String otherwise) {
        return System.getProperty(name, otherwise);
    }

    public static boolean getBoolean(String name) {
        return Boolean.getBoolean(name);
    }

    public static Integer getInteger(String name, Integer otherwise) {
        return Integer.getInteger(name, otherwise);
    }

    public static Long getLong(String name, Long otherwise) {
        return Long.getLong(name, otherwise);
    }
}
