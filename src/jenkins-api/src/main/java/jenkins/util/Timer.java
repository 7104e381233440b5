package jenkins.util;

import io.jenkins.plugins.ecsrelease.jenkins.Hosting;
import java.util.concurrent.ScheduledExecutorService;

public class Timer {
    private Timer() {}

    public static ScheduledExecutorService get() {
        return Hosting.get().timer();
    }
}
