package io.jenkins.plugins.ecsrelease.engine.service.plan;

import java.util.List;

/** One thing to be sure of before a release begins. */
interface Rule {

    List<Concern> concerns(Situation situation);
}
