package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;

/** How a target group checks its targets (DescribeTargetGroups). */
public record HealthCheckLook(String targetGroup) implements Question<HealthCheckLook.Settings> {

    /**
     * @param protocol such as HTTP; with TCP there is no path and no code
     * @param port a number, or "traffic-port" for the target's own
     * @param codes that are healthy, such as "200" or "200-299"; empty with TCP
     */
    public record Settings(String protocol, String path, String port, String codes, int timeoutSeconds) {

        /** "HTTP /health, 200 within 5 seconds" */
        public String text() {
            return protocol + (path.isEmpty() ? "" : " " + path) + (port.equals("traffic-port") ? "" : " on port " + port)
                    + (codes.isEmpty() ? "" : ", " + codes) + " within " + timeoutSeconds + (timeoutSeconds == 1 ? " second" : " seconds");
        }
    }
}
