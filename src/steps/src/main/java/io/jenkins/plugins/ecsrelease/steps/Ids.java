package io.jenkins.plugins.ecsrelease.steps;

import hudson.model.Run;
import java.util.UUID;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

/** Names of operations: readable, legal as a file name, and never given twice. */
final class Ids {

    private static final int LONGEST_JOB = 120;

    private Ids() {}

    /** "shop-main-42-17-3f2a9c1e" of job, build and node; the end tells a repeated call of the same node apart. */
    static String of(Run<?, ?> run, FlowNode node) {
        String job = run.getParent().getFullName().replaceAll("[^A-Za-z0-9_-]", "-");
        String end = job.length() > LONGEST_JOB ? job.substring(job.length() - LONGEST_JOB) : job;
        return end + "-" + run.getNumber() + "-" + node.getId() + "-" + UUID.randomUUID().toString().substring(0, 8);
    }
}
