package hudson.util;

import hudson.Util;
import java.io.IOException;
import org.kohsuke.stapler.HttpResponse;

/** What a form says of a value. */
public abstract class FormValidation extends IOException implements HttpResponse {
    private static final long serialVersionUID = 1L;

    public final transient Kind kind;

    private FormValidation(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public enum Kind {
        OK,
        WARNING,
        ERROR
    }

    public abstract String renderHtml();

    public static FormValidation ok() {
        return of(Kind.OK, null);
    }

    public static FormValidation ok(String message) {
        return of(Kind.OK, message);
    }

    public static FormValidation warning(String message) {
        return of(Kind.WARNING, message);
    }

    public static FormValidation error(String message) {
        return of(Kind.ERROR, message);
    }

    public static FormValidation validateRequired(String value) {
        return Util.fixEmptyAndTrim(value) == null ? error("Required") : ok();
    }

    public static FormValidation validatePositiveInteger(String value) {
        try {
            return Integer.parseInt(value) > 0 ? ok() : error("Not a positive number");
        } catch (NumberFormatException notANumber) {
            return error("Not a number");
        }
    }

    public static FormValidation validateNonNegativeInteger(String value) {
        try {
            return Integer.parseInt(value) >= 0 ? ok() : error("Number must not be negative");
        } catch (NumberFormatException notANumber) {
            return error("Not a number");
        }
    }

    private static FormValidation of(Kind kind, String message) {
        return new FormValidation(kind, message) {
            private static final long serialVersionUID = 1L;

            @Override
            public String renderHtml() {
                return message == null ? "<div/>" : "<div class=" + kind.name().toLowerCase(java.util.Locale.ROOT) + ">" + Util.escape(message) + "</div>";
            }
        };
    }
}
