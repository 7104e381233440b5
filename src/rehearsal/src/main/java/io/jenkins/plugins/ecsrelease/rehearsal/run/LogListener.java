package io.jenkins.plugins.ecsrelease.rehearsal.run;

import hudson.model.TaskListener;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** The log as a step sees it: whole lines go on. */
final class LogListener implements TaskListener {

    private static final long serialVersionUID = 1;

    private final transient PrintStream stream;

    LogListener(Consumer<String> lines) {
        this.stream = new PrintStream(new Lines(lines), true, StandardCharsets.UTF_8);
    }

    @Override
    public PrintStream getLogger() {
        return stream;
    }

    private static final class Lines extends OutputStream {

        private final Consumer<String> to;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        Lines(Consumer<String> to) {
            this.to = to;
        }

        @Override
        public synchronized void write(int b) {
            if (b == '\n') {
                String text = line.toString(StandardCharsets.UTF_8);
                line.reset();
                to.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
            } else {
                line.write(b);
            }
        }
    }
}
