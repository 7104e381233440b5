package io.jenkins.plugins.ecsrelease.engine.image;

import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A real Docker engine of a test's own, where one can be started. */
final class DockerEngine implements AutoCloseable {

    private final Process process;
    private final String host;

    DockerEngine(Path home) throws IOException, InterruptedException {
        assumeTrue("dockerd is not installed here: docker is not tried", RealRegistry.onPath("dockerd"));
        assumeTrue("A Docker engine starts by hand only as root: docker is not tried", "root".equals(System.getProperty("user.name")));
        host = "unix://" + home.resolve("sock");
        process = new ProcessBuilder(
                        "dockerd", "--data-root", home.resolve("data").toString(), "--exec-root", home.resolve("exec").toString(),
                        "--pidfile", home.resolve("pid").toString(), "-H", host, "--iptables=false", "--ip-masq=false",
                        "--storage-driver", "vfs")
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile())
                .start();
        try {
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(home.resolve("sock"))
                    && Files.readString(home.resolve("log")).contains("API listen on"));
        } catch (ConditionTimeoutException e) {
            close();
            assumeTrue("The Docker engine does not start here: " + Files.readString(home.resolve("log")), false);
        }
    }

    String host() {
        return host;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
