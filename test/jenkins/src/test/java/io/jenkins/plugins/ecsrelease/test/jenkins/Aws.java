package io.jenkins.plugins.ecsrelease.test.jenkins;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.rules.ExternalResource;

/** The sandbox as a process of its own: it survives what a test does to Jenkins, and its libraries are not Jenkins'. */
public final class Aws extends ExternalResource {

    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

    private final int speed;
    private Process process;
    private URI endpoint;

    /** @param speed how many seconds of AWS pass in a real one */
    public Aws(int speed) {
        this.speed = speed;
    }

    public URI endpoint() {
        return endpoint;
    }

    @Override
    protected void before() throws IOException {
        String jar = System.getProperty("sandbox.jar");
        String java = System.getProperty("java.home") + "/bin/java";
        process = new ProcessBuilder(java, "-jar", jar, "--port", "0", "--speed", Integer.toString(speed)).redirectErrorStream(true).start();
        BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher address = ADDRESS.matcher(line);
            if (address.find()) {
                endpoint = URI.create(address.group());
                drain(out);
                return;
            }
        }
        throw new IOException("The sandbox " + jar + " did not start.");
    }

    @Override
    protected void after() {
        process.destroy();
    }

    private static void drain(BufferedReader out) {
        Thread drain = new Thread(() -> {
            try {
                while (out.readLine() != null) {
                    // What it says is of no interest here; a full pipe would stop it.
                }
            } catch (IOException ended) {
                // The process is gone.
            }
        }, "output of the sandbox");
        drain.setDaemon(true);
        drain.start();
    }
}
