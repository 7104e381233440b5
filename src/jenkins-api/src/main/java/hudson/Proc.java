package hudson;

import hudson.model.TaskListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/** A program that runs. */
public abstract class Proc {
    protected Proc() {}

    public abstract boolean isAlive() throws IOException, InterruptedException;

    public abstract void kill() throws IOException, InterruptedException;

    public abstract int join() throws IOException, InterruptedException;

    /** As {@link #join}, but kills the program when the time is over. */
    public final int joinWithTimeout(long timeout, TimeUnit unit, TaskListener listener) throws IOException, InterruptedException {
        Thread limit = new Thread(() -> {
            try {
                Thread.sleep(unit.toMillis(timeout));
                listener.error("Timeout after " + timeout + " " + unit);
                kill();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                listener.error("Failed to kill a program: " + e);
            }
        }, "limit of a program");
        limit.setDaemon(true);
        limit.start();
        try {
            return join();
        } finally {
            limit.interrupt();
        }
    }

    public abstract InputStream getStdout();

    public abstract InputStream getStderr();

    public abstract OutputStream getStdin();
}
