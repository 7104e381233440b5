/** The plan: what would happen and what stands in its way, judged from what was read, changing nothing. */
package io.jenkins.plugins.ecsrelease.engine.service.plan;
