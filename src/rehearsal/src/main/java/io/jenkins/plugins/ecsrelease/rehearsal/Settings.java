package io.jenkins.plugins.ecsrelease.rehearsal;

import io.jenkins.plugins.ecsrelease.rehearsal.example.Scenario;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a rehearsal is asked to do.
 *
 * @param project the directory with {@code vars}, {@code resources} and the example
 * @param jenkinsfile what is rehearsed
 * @param home where everything of it is kept
 * @param approver who approves every gate; empty to ask
 * @param answers to parameters of gates
 * @param perSecond requests a second through the load balancer
 * @param speed how many seconds of the sandbox pass in a real one
 */
public record Settings(
        Path project,
        Path jenkinsfile,
        Path home,
        Path report,
        Scenario scenario,
        boolean migrate,
        String approver,
        boolean reject,
        Map<String, String> answers,
        int perSecond,
        double speed) {}
