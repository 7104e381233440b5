package io.jenkins.plugins.ecsrelease.rehearsal.cps;

import java.io.IOException;
import java.util.Set;

/** What a program runs in: the build, its log and the things that steps ask their context for. */
public interface Host {

    /** The value of this type outside every block, such as the run or the listener; null where there is none. */
    <T> T context(Class<T> type, Call call) throws IOException, InterruptedException;

    /** A variable that Jenkins itself offers: {@code env}, {@code params}, {@code currentBuild}, {@code scm}; or null. */
    Object global(String name);

    /** The names that {@link #global} knows. */
    Set<String> globals();

    /** A variable of the environment where this call stands, or null. */
    String environment(String name);

    /** A step was called; it may run on for long. */
    void began(Call call);

    /** A step ended; {@code failure} is null when it succeeded. */
    void ended(Call call, Throwable failure);

    /** A remark of the engine about the program, such as a call that Jenkins would warn of. */
    void warn(String line);

    /** The program ended; {@code failure} is null when it ran to its end. Nothing of it runs afterwards. */
    void finished(Throwable failure);
}
