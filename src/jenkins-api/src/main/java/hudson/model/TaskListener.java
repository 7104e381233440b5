package hudson.model;

import java.io.PrintStream;
import java.io.PrintWriter;
import org.jenkinsci.remoting.SerializableOnlyOverRemoting;

/** The build log. */
public interface TaskListener extends SerializableOnlyOverRemoting {

    TaskListener NULL = new SilentListener();

    PrintStream getLogger();

    default PrintWriter error(String message) {
        PrintStream log = getLogger();
        log.println("ERROR: " + message);
        return new PrintWriter(log, true);
    }

    default PrintWriter error(String format, Object... arguments) {
        return error(String.format(format, arguments));
    }

    default PrintWriter fatalError(String message) {
        PrintStream log = getLogger();
        log.println("FATAL: " + message);
        return new PrintWriter(log, true);
    }

    default void hyperlink(String url, String text) throws java.io.IOException {
        getLogger().print(text);
    }
}
