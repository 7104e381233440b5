package io.jenkins.plugins.ecsrelease.sandbox.session;

import io.jenkins.plugins.ecsrelease.sandbox.control.ecs.Sessions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The main process of a container, followed on a thread of its own. */
final class MainProcess implements Sessions.Program {

    private final AgentSession.Launch launch;
    private final Sessions.Watcher watcher;
    private Process process;
    private boolean asked;

    MainProcess(AgentSession.Launch launch, Sessions.Watcher watcher) {
        this.launch = launch;
        this.watcher = watcher;
        Thread thread = new Thread(this::follow, "sandbox-container");
        thread.setDaemon(true);
        thread.start();
    }

    private void follow() {
        try {
            Process started = launch.process();
            synchronized (this) {
                process = started;
                if (asked) {
                    started.toHandle().destroy();
                }
            }
            started.getOutputStream().close();
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    watcher.line(line);
                }
            } catch (IOException e) {
                // the stream of a killed process
            }
            watcher.ended(started.waitFor());
        } catch (IOException e) {
            watcher.notStarted(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void ask() {
        asked = true;
        if (process != null) {
            process.toHandle().destroy(); // Process.destroy would close its output as well
        }
    }

    @Override
    public synchronized void kill() {
        asked = true;
        if (process != null) {
            process.toHandle().destroyForcibly();
        }
    }
}
