package io.jenkins.plugins.ecsrelease.jenkins;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.common.IdCredentials;
import hudson.ProxyConfiguration;
import hudson.model.Action;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.User;
import hudson.security.Permission;
import java.io.File;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.security.core.Authentication;

/**
 * What stands behind the static entry points of this slice ({@code Jenkins.get()}, {@code Timer.get()}, credentials
 * look-up) when the steps run outside Jenkins. Not a Jenkins type: the steps must never name it, and the link check
 * fails when they do.
 */
public interface Host {

    /** Stands for {@code $JENKINS_HOME}. */
    File home();

    /** Stands for the pool behind {@code jenkins.util.Timer}. */
    ScheduledExecutorService timer();

    /** The top-level item of that name, or null. */
    Item item(String name);

    /** The credentials that a run may use, by id, or of Jenkins itself without a run; null when there are none. */
    <C extends IdCredentials> C credentials(String id, Class<C> type, Run<?, ?> run);

    /** Told that a run used credentials. */
    default void tracked(Run<?, ?> run, Credentials credentials) {}

    /** Schedules a build with these actions; null where the host builds nothing by itself. */
    default Queue.Item schedule(Job<?, ?> job, Action... actions) {
        return null;
    }

    /** All credentials of a type, for drop-down lists. */
    default <C extends IdCredentials> List<C> allCredentials(Class<C> type) {
        return List.of();
    }

    /** Whether somebody may do something; everything by default. */
    default boolean allows(Authentication who, Permission permission) {
        return true;
    }

    /** Who acts on the current thread, or null for nobody. */
    default User currentUser() {
        return null;
    }

    /** The groups of a user; none by default. */
    default List<String> groups(String user) {
        return List.of();
    }

    /** What {@code Jenkins.getRootUrl()} answers; null when nobody configured it. */
    default String rootUrl() {
        return null;
    }

    /** The proxy that an administrator set; null for none. */
    default ProxyConfiguration proxy() {
        return null;
    }

    /** Whether the host is going down. */
    default boolean terminating() {
        return false;
    }

    /** Further extensions beside those that the annotation index of the class path names. */
    default <T> List<T> extensions(Class<T> type) {
        return List.of();
    }
}
