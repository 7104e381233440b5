package io.jenkins.plugins.ecsrelease.test.jenkins;

import hudson.Util;
import io.jenkins.plugins.ecsrelease.steps.Pace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.junit.rules.ExternalResource;

/**
 * AWS with the account of the example, as a process of its own: it survives what a test does to Jenkins, and its
 * libraries are not Jenkins'. Policies are enforced; the key has those that the project ships.
 */
public final class Aws extends ExternalResource {

    private static final String READY = "The account is set up.";

    private final int speed;
    private final Map<String, String> said = new HashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private Path directory;
    private Process process;

    /** @param speed how many seconds of AWS pass in a real one */
    public Aws(int speed) {
        this.speed = speed;
    }

    public URI endpoint() {
        return URI.create(said.get("AWS_ENDPOINT_URL"));
    }

    /** What the example's account says of itself, such as STAGING_URL. */
    public String said(String name) {
        return said.get(name);
    }

    /** The project that is tested: its library, its example. */
    public static Path project() {
        return Path.of(System.getProperty("project")).toAbsolutePath().normalize();
    }

    /** AWS' time: the engine in Jenkins is told it, because it runs fast. */
    public Pace pace() {
        Instant there = Instant.parse(JSONObject.fromObject(ask("time")).getString("now"));
        long here = System.nanoTime();
        return new Pace() {
            @Override
            public Instant now() {
                return there.plusNanos((System.nanoTime() - here) * speed);
            }

            @Override
            public double speed() {
                return speed;
            }
        };
    }

    /** How many changes of this kind the key of the example made to something with {@code about} in its name or details. */
    public int changes(String operation, String about) {
        int count = 0;
        for (Object each : JSONArray.fromObject(ask("ledger"))) {
            JSONObject entry = (JSONObject) each;
            if (entry.getString("operation").equals(operation) && deploys(entry) && entry.getString("principal").endsWith(":user/jenkins")
                    && (entry.getString("resource") + entry.get("details")).contains(about)) {
                count++;
            }
        }
        return count;
    }

    /** A changed configuration of a service alone begins no deployment. */
    private static boolean deploys(JSONObject entry) {
        return !entry.getString("operation").equals("UpdateService") || entry.getJSONObject("details").optBoolean("deploys");
    }

    /** What was asked that is not modelled, and what policies denied; "[]" when all is well. */
    public String gaps() {
        return gaps("nobody");
    }

    /** @param denied ARN of whom something is denied on purpose */
    String gaps(String denied) {
        JSONArray gaps = new JSONArray();
        for (Object each : JSONObject.fromObject(ask("unmodelled")).values()) {
            gaps.addAll((JSONArray) each);
        }
        for (Object each : JSONObject.fromObject(ask("iam-use")).getJSONArray("denied")) {
            JSONObject denial = (JSONObject) each;
            if (!denial.getString("principal").equals(denied) && !guessed(denial)) {
                gaps.add(each);
            }
        }
        return gaps.toString();
    }

    /**
     * buildah remembers for the whole machine which registry had a layer, by host and port. Where this sandbox has a port
     * that an earlier one had, a push asks for the layer in repositories of then.
     */
    private static boolean guessed(JSONObject denial) {
        return denial.getString("action").equals("ecr:BatchCheckLayerAvailability")
                && !denial.getString("resource").endsWith(":repository/shop");
    }

    String ask(String what) {
        try {
            return http.send(HttpRequest.newBuilder(endpoint().resolve("/_sandbox/" + what)).build(), HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected void before() throws IOException {
        Path built = Path.of(System.getProperty("rehearsal"));
        directory = Files.createTempDirectory("aws");
        process = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx768m",
                "-cp", built.resolve("rehearsal.jar") + System.getProperty("path.separator") + built.resolve("lib") + "/*",
                "io.jenkins.plugins.ecsrelease.rehearsal.ExampleAws", "--speed", Integer.toString(speed),
                "--application", project().resolve("docs/example-app").toString())
                .directory(directory.toFile()).redirectErrorStream(true).start();
        BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        List<String> all = new ArrayList<>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            all.add(line);
            int equals = line.indexOf('=');
            if (equals > 0 && line.substring(0, equals).matches("[A-Z_]+")) {
                said.put(line.substring(0, equals), line.substring(equals + 1));
            }
            if (line.equals(READY)) {
                drain(out);
                return;
            }
        }
        throw new IOException("The account of the example was not set up: " + String.join("\n", all));
    }

    @Override
    protected void after() {
        try {
            process.destroy();
            process.waitFor();
            Util.deleteRecursive(directory.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
        }, "output of AWS");
        drain.setDaemon(true);
        drain.start();
    }
}
