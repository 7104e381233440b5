package io.jenkins.plugins.ecsrelease.engine.service;

/** The keys of the map that ecsBlueGreen and ecsRollback return. All values are strings, numbers or booleans. */
public final class Result {

    /** The name of a {@link io.jenkins.plugins.ecsrelease.engine.operation.Verdict}. */
    public static final String VERDICT = "verdict";
    /** ARN of the service deployment; empty where none was begun. */
    public static final String DEPLOYMENT = "deployment";
    /** ARN of the task definition that was asked for. */
    public static final String TASK_DEFINITION = "taskDefinition";
    /** ARN of the task definition that ran before. */
    public static final String PREVIOUS_TASK_DEFINITION = "previousTaskDefinition";
    /** Digest of the (first) image asked for. */
    public static final String DIGEST = "digest";
    /** Whole seconds from the first look to the verdict; for a rollback until traffic was restored. */
    public static final String SECONDS = "seconds";
    /** Plan only: whether the plan has no errors. */
    public static final String READY = "ready";
    /** Plan only: what would happen, as text. */
    public static final String PLAN = "plan";
    /** Plan only: SHA-256 of the plan's text. */
    public static final String PLAN_HASH = "planHash";
    /** Plan only: strategy, changed containers, problems and the beginning of the hash, in one line. */
    public static final String SUMMARY = "summary";
    /** Plan only: the errors that would stop the release, with their remedies; empty where there are none. */
    public static final String PROBLEMS = "problems";
    /** Whether anything at AWS was changed. */
    public static final String CHANGED = "changed";

    private Result() {}
}
