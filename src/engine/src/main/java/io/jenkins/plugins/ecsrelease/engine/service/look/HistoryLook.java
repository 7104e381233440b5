package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import java.time.Instant;

/**
 * The service's deployments, the newest first, with the task definition of each (ListServiceDeployments without a filter
 * on status, because a deployment may be over before it is first listed; DescribeServiceRevisions). AWS keeps 90 days.
 *
 * @param since only those created after this time, or null for all; at most 100 are read
 */
public record HistoryLook(String cluster, String service, Instant since) implements Question<History> {}
