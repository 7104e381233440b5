package io.jenkins.plugins.ecsrelease.sandbox.control;

import io.jenkins.plugins.ecsrelease.sandbox.world.Refused;
import java.util.Collection;
import java.util.regex.Pattern;

/** What AWS validates before a service looks at a message; worded as AWS does. The SDK validates nothing. */
public final class Checks {

    private final String code;

    /** @param code the service's error for invalid input, such as "ValidationError" or "InvalidParameterException" */
    public Checks(String code) {
        this.code = code;
    }

    /** A member must be there, and a text or list must not be empty. Returns it. */
    public <T> T required(T value, String member) {
        if (value == null) {
            throw refused("Value null at '" + member + "' failed to satisfy constraint: Member must not be null");
        }
        if (value instanceof String && ((String) value).isEmpty()) {
            throw refused("Value '' at '" + member
                    + "' failed to satisfy constraint: Member must have length greater than or equal to 1");
        }
        if (value instanceof Collection && ((Collection<?>) value).isEmpty()) {
            throw refused("Value '[]' at '" + member
                    + "' failed to satisfy constraint: Member must have length greater than or equal to 1");
        }
        return value;
    }

    /** A required text of a form. Returns it. */
    public String required(String value, String member, Pattern form) {
        required(value, member);
        return optional(value, member, form);
    }

    /** A text that has a form if it is there. Returns it. */
    public String optional(String value, String member, Pattern form) {
        if (value != null && !form.matcher(value).matches()) {
            throw refused("Value '" + value + "' at '" + member
                    + "' failed to satisfy constraint: Member must satisfy regular expression pattern: " + form.pattern());
        }
        return value;
    }

    /** A number within bounds if it is there, else the default. */
    public int within(Integer value, String member, int least, int most, int otherwise) {
        if (value == null) {
            return otherwise;
        }
        if (value < least) {
            throw refused("Value '" + value + "' at '" + member
                    + "' failed to satisfy constraint: Member must have value greater than or equal to " + least);
        }
        if (value > most) {
            throw refused("Value '" + value + "' at '" + member
                    + "' failed to satisfy constraint: Member must have value less than or equal to " + most);
        }
        return value;
    }

    private Refused refused(String detail) {
        return new Refused(code, "1 validation error detected: " + detail);
    }
}
