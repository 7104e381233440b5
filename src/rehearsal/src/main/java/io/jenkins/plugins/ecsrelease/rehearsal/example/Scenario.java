package io.jenkins.plugins.ecsrelease.rehearsal.example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** What is rehearsed: a release that goes well, and the ways in which one goes wrong. */
public enum Scenario {
    HEALTHY("the release goes well"),
    UNHEALTHY_RELEASE("the new version answers its health checks in staging and not in production: it is rolled back") {
        @Override
        public void begin(SandboxProcess sandbox, ExampleAccount.Made account) throws IOException, InterruptedException {
            sandbox.fault(Map.of("kind", "unhealthy-tasks", "about", account.production().family() + ":2 "));
        }
    },
    VULNERABLE_IMAGE("the image has a package with a known vulnerability: the scan stops the release") {
        @Override
        public void prepare(Path application) throws IOException {
            Files.writeString(application.resolve("bash"), "Package: bash\nStatus: install ok installed\nVersion: 4.2+dfsg-0.1\n");
            append(application.resolve("Dockerfile"), "COPY bash /var/lib/dpkg/status.d/bash\n");
        }
    },
    FAILING_MIGRATION("the migration fails with exit code 7 in production's task: production stays as it was") {
        @Override
        public void prepare(Path application) throws IOException {
            Files.writeString(application.resolve("migrations/003-broken.sql"), "fail\n");
        }

        @Override
        public boolean migrates() {
            return true;
        }
    },
    REPLAY_AFTER_FAILURE("a release whose verification fails in production, then its replay, which rolls it back") {
        @Override
        public void prepare(Path application) throws IOException {
            append(application.resolve("smoke.sh"),
                    "[ \"$1\" != \"${PRODUCTION_URL:-}\" ] || { echo \"not ok 3 - the basket of $1 is empty\" >&2; exit 1; }\n");
        }

        @Override
        public boolean replays() {
            return true;
        }
    };

    private final String what;

    Scenario(String what) {
        this.what = what;
    }

    /** What happens, for people. */
    public String what() {
        return what;
    }

    /** Whether the migration is asked for, whatever the command line says. */
    public boolean migrates() {
        return false;
    }

    /** Whether a second build repeats the first. */
    public boolean replays() {
        return false;
    }

    /** Changes the copy of the application that is released. */
    public void prepare(Path application) throws IOException {}

    /** Makes something go wrong in the account, once it is set up. */
    public void begin(SandboxProcess sandbox, ExampleAccount.Made account) throws IOException, InterruptedException {}

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    /** "unhealthy-release" and the like. */
    public static Scenario named(String name) {
        for (Scenario each : values()) {
            if (each.text().equals(name)) {
                return each;
            }
        }
        throw new IllegalArgumentException("There is no scenario '" + name + "'. There are: "
                + String.join(", ", Arrays.stream(values()).map(Scenario::text).toList()) + ".");
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
