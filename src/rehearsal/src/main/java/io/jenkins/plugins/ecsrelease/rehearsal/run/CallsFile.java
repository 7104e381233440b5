package io.jenkins.plugins.ecsrelease.rehearsal.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.ecsrelease.engine.aws.AwsCall;
import io.jenkins.plugins.ecsrelease.steps.CallListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every call to AWS, a line each, for the report. */
public final class CallsFile implements CallListener {

    private final ObjectMapper json = new ObjectMapper();
    private volatile Path file;

    /** Where calls go from now on. */
    public void file(Path file) {
        this.file = file;
    }

    @Override
    public synchronized void called(AwsCall call) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", call.at().toEpochMilli());
        line.put("service", call.service());
        line.put("operation", call.operation());
        line.put("change", call.change());
        line.put("status", call.status());
        line.put("code", call.code());
        line.put("millis", call.took().toMillis());
        line.put("requestId", call.requestId());
        try {
            Files.write(file, (json.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
