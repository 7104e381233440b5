package io.jenkins.plugins.ecsrelease.test.jenkins;

import hudson.Launcher;
import hudson.LauncherDecorator;
import hudson.Proc;
import hudson.model.Node;
import java.io.IOException;
import java.util.Map;

/**
 * The engine's way to the agent, on a job's {@link Wire}: while that is stopped, no program is started, looked at or ended
 * there. What Jenkins itself does there, such as ending what a build has left behind, is not on it.
 */
final class Agents extends LauncherDecorator {

    private static final String A_CHANGE = "Action=OnTheAgent";

    private final Wire wire;

    Agents(Wire wire) {
        this.wire = wire;
    }

    @Override
    public Launcher decorate(Launcher launcher, Node node) {
        if (!Thread.currentThread().getName().startsWith("ecs-release")) {
            return launcher;
        }
        reached(wire.passes("", launcher));
        return new Launcher.DecoratedLauncher(launcher) {
            @Override
            public Proc launch(ProcStarter starter) throws IOException {
                boolean look = starter.cmds().stream().anyMatch(word -> word.contains("echo ALIVE"));
                reached(wire.passes(look ? "" : A_CHANGE, starter));
                Proc started = super.launch(starter);
                reached(wire.goesOn(starter));
                return started;
            }

            @Override
            public void kill(Map<String, String> variables) throws IOException, InterruptedException {
                reached(wire.passes(A_CHANGE, variables));
                super.kill(variables);
                reached(wire.goesOn(variables));
            }
        };
    }

    private static void reached(boolean passes) {
        if (!passes) {
            throw Agents.<RuntimeException>sneaky(new IOException("The agent cannot be reached: its channel is closed."));
        }
    }

    /** Jenkins' own launchers fail with it, and this method may not declare it. */
    @SuppressWarnings("unchecked")
    private static <E extends Exception> E sneaky(IOException e) throws E {
        throw (E) e;
    }
}
