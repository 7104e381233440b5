package io.jenkins.plugins.ecsrelease.test.jenkins;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.rules.ExternalResource;

/**
 * Fails a test in whose log Jenkins says that it would not save or load something, or warns of this plugin.
 *
 * <p>That a record was dropped on the way to XML is told at FINE alone, so the converter that does it is listened to
 * more closely.
 */
public final class CleanLog extends ExternalResource {

    private static final List<String> NEVER = List.of("Refusing to marshal", "Refusing to unmarshal", "rejected class", "Rejected: ",
            "NotSerializableException", "StreamCorruptedException", "InvalidClassException", "on a record class", "Failed to serialize",
            "Cannot resume build", "ClassNotFoundException", "NoSuchMethodError");
    private static final List<String> OURS = List.of("ecsrelease", "ecs-release");

    /** Held here, because a logger that nobody holds forgets its level. */
    private final List<Logger> closely = Stream.of("hudson.util.RobustReflectionConverter", "hudson.util.XStream2")
            .map(Logger::getLogger).toList();

    private final List<String> provoked = new CopyOnWriteArrayList<>();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            String text = text(record);
            if (NEVER.stream().anyMatch(text::contains)
                    || record.getLevel().intValue() >= Level.WARNING.intValue() && OURS.stream().anyMatch(text::contains)
                            && provoked.stream().noneMatch(String.valueOf(record.getLoggerName())::startsWith)) {
                wrong.add(text);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /** Warnings that a test provokes with what it asks for, by the beginnings of their loggers; what could not be saved or loaded is never among them. */
    public CleanLog but(String... loggers) {
        provoked.addAll(List.of(loggers));
        return this;
    }

    @Override
    protected void before() {
        handler.setLevel(Level.ALL);
        closely.forEach(each -> each.setLevel(Level.FINE));
        Logger.getLogger("").addHandler(handler);
    }

    /** What Jenkins itself kept, where it runs in a process of its own. */
    void hear(Iterable<LogRecord> kept) {
        kept.forEach(handler::publish);
        check();
    }

    /** Called by the rule itself; a test may look earlier. */
    public void check() {
        if (!wrong.isEmpty()) {
            throw new AssertionError("The log is not clean:\n" + String.join("\n", wrong));
        }
    }

    @Override
    protected void after() {
        Logger.getLogger("").removeHandler(handler);
        closely.forEach(each -> each.setLevel(null));
        check();
    }

    private static String text(LogRecord record) {
        StringWriter text = new StringWriter();
        text.append(record.getLevel().getName()).append(' ').append(String.valueOf(record.getLoggerName())).append(": ")
                .append(new SimpleFormatter().formatMessage(record));
        if (record.getThrown() != null) {
            record.getThrown().printStackTrace(new PrintWriter(text, true));
        }
        return text.toString();
    }
}
