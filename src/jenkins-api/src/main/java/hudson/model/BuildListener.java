package hudson.model;

/** What a build says while it runs. */
public interface BuildListener extends TaskListener {}
